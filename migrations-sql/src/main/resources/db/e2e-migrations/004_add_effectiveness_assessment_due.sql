-- name: effectiveness_assessment_due
-- description: Each trace of an action says when its effect is due to be assessed.
-- groups: action-history
-- alters: table resource_action_traces (effectiveness_assessment_due)
-- creates: index idx_rat_effectiveness_due on resource_action_traces
--
-- An effect shows only some time after the action, and how long that takes depends on the action. The moment is
-- decided when the trace is written, so that the assessor has one indexed question to ask (what is due by now?) and no
-- rules of its own. Actions that are never assessed leave it NULL.

-- +goose Up
ALTER TABLE resource_action_traces
    ADD COLUMN effectiveness_assessment_due timestamptz;

CREATE INDEX idx_rat_effectiveness_due ON resource_action_traces (effectiveness_assessment_due);

-- +goose Down
DROP INDEX idx_rat_effectiveness_due;

ALTER TABLE resource_action_traces
    DROP COLUMN effectiveness_assessment_due;
