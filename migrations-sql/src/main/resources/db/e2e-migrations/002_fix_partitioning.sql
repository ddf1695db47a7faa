-- name: resource_action_traces_indexes
-- description: An action has one trace per moment, and the indexes of the traces serve the questions really asked.
-- groups: action-history
-- alters: table resource_action_traces (resource_action_traces_action_id_action_timestamp_key)
-- alters: index idx_rat_action_history, idx_rat_action_type, idx_rat_model_used, idx_rat_alert_name,
--    idx_rat_execution_status, idx_rat_effectiveness_score, idx_rat_correlation_id on resource_action_traces
-- drops: index idx_rat_history_timestamp, idx_rat_type_timestamp, idx_rat_model_effectiveness, idx_rat_pending_actions
--    on resource_action_traces
--
-- The id of an action could not be made unique when the table was created: a unique key of a partitioned table has to
-- contain the partition key. The pair (action_id, action_timestamp) can, and stops a trace from being written twice.
--
-- Every question about the traces has a time window, so the indexes by history, type, model and alert end in the
-- timestamp, which makes the separate pairs needless. Where only few rows are ever asked for (work in progress, scored
-- actions, correlated ones), the index holds those rows and no others.
--
-- All of it happens in place: the table, its partitions, its rows, its trigger and the view over it stay as they are.
-- The three GIN indexes were right from the start.

-- +goose Up
ALTER TABLE resource_action_traces
    ADD CONSTRAINT resource_action_traces_action_id_action_timestamp_key UNIQUE (action_id, action_timestamp);

DROP INDEX idx_rat_action_history;
DROP INDEX idx_rat_action_type;
DROP INDEX idx_rat_model_used;
DROP INDEX idx_rat_alert_name;
DROP INDEX idx_rat_execution_status;
DROP INDEX idx_rat_effectiveness_score;
DROP INDEX idx_rat_correlation_id;
DROP INDEX idx_rat_history_timestamp;
DROP INDEX idx_rat_type_timestamp;
DROP INDEX idx_rat_model_effectiveness;
DROP INDEX idx_rat_pending_actions;

CREATE INDEX idx_rat_action_history ON resource_action_traces (action_history_id, action_timestamp);
CREATE INDEX idx_rat_action_type ON resource_action_traces (action_type, action_timestamp);
CREATE INDEX idx_rat_model_used ON resource_action_traces (model_used, action_timestamp);
CREATE INDEX idx_rat_alert_name ON resource_action_traces (alert_name, action_timestamp);
CREATE INDEX idx_rat_execution_status ON resource_action_traces (execution_status)
    WHERE execution_status IN ('pending', 'executing');
CREATE INDEX idx_rat_effectiveness_score ON resource_action_traces (effectiveness_score)
    WHERE effectiveness_score IS NOT NULL;
CREATE INDEX idx_rat_correlation_id ON resource_action_traces (correlation_id)
    WHERE correlation_id IS NOT NULL;

-- +goose Down
DROP INDEX idx_rat_action_history;
DROP INDEX idx_rat_action_type;
DROP INDEX idx_rat_model_used;
DROP INDEX idx_rat_alert_name;
DROP INDEX idx_rat_execution_status;
DROP INDEX idx_rat_effectiveness_score;
DROP INDEX idx_rat_correlation_id;

CREATE INDEX idx_rat_action_history ON resource_action_traces (action_history_id);
CREATE INDEX idx_rat_action_type ON resource_action_traces (action_type);
CREATE INDEX idx_rat_model_used ON resource_action_traces (model_used);
CREATE INDEX idx_rat_alert_name ON resource_action_traces (alert_name);
CREATE INDEX idx_rat_execution_status ON resource_action_traces (execution_status);
CREATE INDEX idx_rat_effectiveness_score ON resource_action_traces (effectiveness_score);
CREATE INDEX idx_rat_correlation_id ON resource_action_traces (correlation_id);
CREATE INDEX idx_rat_history_timestamp ON resource_action_traces (action_history_id, action_timestamp);
CREATE INDEX idx_rat_type_timestamp ON resource_action_traces (action_type, action_timestamp);
CREATE INDEX idx_rat_model_effectiveness ON resource_action_traces (model_used, effectiveness_score);
CREATE INDEX idx_rat_pending_actions ON resource_action_traces (action_timestamp)
    WHERE execution_status IN ('pending', 'executing');

ALTER TABLE resource_action_traces
    DROP CONSTRAINT resource_action_traces_action_id_action_timestamp_key;
