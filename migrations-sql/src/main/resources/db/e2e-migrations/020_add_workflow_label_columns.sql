-- name: workflow_label_columns
-- description: Labels that a team chose and labels that were found out have columns of their own.
-- groups: workflows
-- alters: table remediation_workflow_catalog (custom_labels, detected_labels)
-- creates: index idx_workflow_catalog_custom_labels, idx_workflow_catalog_detected_labels
--    on remediation_workflow_catalog
--
-- The labels of 015 are required and have known keys. Custom ones are whatever a team makes up, and detected ones
-- describe the environment a workflow is meant for; kept apart, none can overwrite another, and a search can weigh them
-- differently. An empty object rather than NULL, so that asking whether it contains a label needs no special case.

-- +goose Up
ALTER TABLE remediation_workflow_catalog
    ADD COLUMN custom_labels jsonb NOT NULL DEFAULT '{}',
    ADD COLUMN detected_labels jsonb NOT NULL DEFAULT '{}';

CREATE INDEX idx_workflow_catalog_custom_labels ON remediation_workflow_catalog USING gin (custom_labels);
CREATE INDEX idx_workflow_catalog_detected_labels ON remediation_workflow_catalog USING gin (detected_labels);

-- +goose Down
DROP INDEX idx_workflow_catalog_detected_labels;
DROP INDEX idx_workflow_catalog_custom_labels;

ALTER TABLE remediation_workflow_catalog
    DROP COLUMN custom_labels,
    DROP COLUMN detected_labels;
