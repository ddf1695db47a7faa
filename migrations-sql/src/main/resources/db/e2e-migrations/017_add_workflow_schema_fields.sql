-- name: workflow_schema_fields
-- description: A workflow says what parameters it takes, what runs it, and what to run.
-- groups: workflows
-- alters: table remediation_workflow_catalog (parameters, execution_engine, execution_bundle)
--
-- These three stood only inside the content of a workflow, where a query cannot reach them. The default engine is the
-- one for which the rows that exist were written, so that column need not allow NULL; what parameters they take and
-- what they run is not known here, so the other two do.

-- +goose Up
ALTER TABLE remediation_workflow_catalog
    ADD COLUMN parameters jsonb,
    ADD COLUMN execution_engine varchar(50) NOT NULL DEFAULT 'tekton',
    ADD COLUMN execution_bundle text;

-- +goose Down
ALTER TABLE remediation_workflow_catalog
    DROP COLUMN parameters,
    DROP COLUMN execution_engine,
    DROP COLUMN execution_bundle;
