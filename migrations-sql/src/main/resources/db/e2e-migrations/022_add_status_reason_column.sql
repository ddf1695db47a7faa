-- name: workflow_status_reason
-- description: A workflow says why it has the status it has.
-- groups: workflows
-- alters: table remediation_workflow_catalog (status_reason)
--
-- The columns disabled_reason and deprecation_notice each serve one status, and a change to any other (archived, active
-- again) had no place for its reason. This one serves all of them.

-- +goose Up
ALTER TABLE remediation_workflow_catalog
    ADD COLUMN status_reason text;

-- +goose Down
ALTER TABLE remediation_workflow_catalog
    DROP COLUMN status_reason;
