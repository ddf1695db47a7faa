-- name: multidimensional_tracking
-- description: Success is measured by incident type, by workflow and by action, and by how the AI came to its choice.
-- groups: action-history
-- alters: table resource_action_traces (incident_type, alert_name, incident_severity, workflow_id, workflow_version,
--    workflow_step_number, workflow_execution_id, ai_selected_workflow, ai_chained_workflows, ai_manual_escalation,
--    ai_workflow_customization)
-- creates: index idx_incident_type_success, idx_workflow_success, idx_multidimensional_success, idx_workflow_execution,
--    idx_ai_execution_mode, idx_alert_name_lookup on resource_action_traces
--
-- Three questions are asked of the same rows: how well incidents of a type are settled, how well a workflow does, and
-- how well one action within it does. Each has its index, newest first, and each index holds only the rows that carry
-- its dimension: traces from before this migration, and actions outside a workflow, carry none.
--
-- The three flags tell apart how the AI acted: it chose one workflow, chained several, or handed over to a person.
--
-- The alert_name added here is a new column, which may be NULL. It is not the one that the table began with: that one
-- is signal_name since 011.

-- +goose Up
ALTER TABLE resource_action_traces
    ADD COLUMN incident_type varchar(100),
    ADD COLUMN alert_name varchar(255),
    ADD COLUMN incident_severity varchar(20),
    ADD COLUMN workflow_id varchar(64),
    ADD COLUMN workflow_version varchar(20),
    ADD COLUMN workflow_step_number integer,
    ADD COLUMN workflow_execution_id varchar(64),
    ADD COLUMN ai_selected_workflow boolean DEFAULT false,
    ADD COLUMN ai_chained_workflows boolean DEFAULT false,
    ADD COLUMN ai_manual_escalation boolean DEFAULT false,
    ADD COLUMN ai_workflow_customization jsonb;

CREATE INDEX idx_incident_type_success
    ON resource_action_traces (incident_type, execution_status, action_timestamp DESC)
    WHERE incident_type IS NOT NULL;
CREATE INDEX idx_workflow_success
    ON resource_action_traces (workflow_id, workflow_version, execution_status, action_timestamp DESC)
    WHERE workflow_id IS NOT NULL;
CREATE INDEX idx_multidimensional_success
    ON resource_action_traces (incident_type, workflow_id, action_type, execution_status, action_timestamp DESC)
    WHERE incident_type IS NOT NULL AND workflow_id IS NOT NULL;
CREATE INDEX idx_workflow_execution
    ON resource_action_traces (workflow_execution_id, workflow_step_number, action_timestamp DESC)
    WHERE workflow_execution_id IS NOT NULL;
CREATE INDEX idx_ai_execution_mode
    ON resource_action_traces (
        incident_type, ai_selected_workflow, ai_chained_workflows, ai_manual_escalation, action_timestamp DESC
    )
    WHERE incident_type IS NOT NULL;
CREATE INDEX idx_alert_name_lookup
    ON resource_action_traces (alert_name, execution_status, action_timestamp DESC)
    WHERE alert_name IS NOT NULL;

-- +goose Down
DROP INDEX idx_alert_name_lookup;
DROP INDEX idx_ai_execution_mode;
DROP INDEX idx_workflow_execution;
DROP INDEX idx_multidimensional_success;
DROP INDEX idx_workflow_success;
DROP INDEX idx_incident_type_success;

ALTER TABLE resource_action_traces
    DROP COLUMN incident_type,
    DROP COLUMN alert_name,
    DROP COLUMN incident_severity,
    DROP COLUMN workflow_id,
    DROP COLUMN workflow_version,
    DROP COLUMN workflow_step_number,
    DROP COLUMN workflow_execution_id,
    DROP COLUMN ai_selected_workflow,
    DROP COLUMN ai_chained_workflows,
    DROP COLUMN ai_manual_escalation,
    DROP COLUMN ai_workflow_customization;
