-- name: workflow_catalog
-- description: The catalog of remediation workflows, one row per version, with their labels, lifecycle and record.
-- groups: workflows
-- creates: table remediation_workflow_catalog
-- creates: index idx_workflow_catalog_status, idx_workflow_catalog_latest, idx_workflow_catalog_labels,
--    idx_workflow_catalog_created_at, idx_workflow_catalog_success_rate on remediation_workflow_catalog
-- creates: function update_workflow_catalog_updated_at
-- creates: trigger trigger_workflow_catalog_updated_at on remediation_workflow_catalog
--
-- A version is never changed once it is used: a new one is added, and is_latest_version says which is current. Hence
-- the key of workflow and version, and the fields that say why a version exists, who approved it, and why it was
-- disabled.
--
-- Workflows are found by their labels and ranked by how well they did, so both are indexed, the ranking for active ones
-- only. A rate is NULL until it is known, and a fraction from then on; the checks keep counts and rates possible.

-- +goose Up
CREATE TABLE remediation_workflow_catalog (
    workflow_id varchar(255) NOT NULL,
    version varchar(50) NOT NULL,
    name varchar(255) NOT NULL,
    description text NOT NULL,
    owner varchar(255),
    maintainer varchar(255),
    content text NOT NULL,
    content_hash varchar(64) NOT NULL,
    labels jsonb NOT NULL DEFAULT '{}',
    status varchar(20) NOT NULL DEFAULT 'active'
        CHECK (status IN ('active', 'disabled', 'deprecated', 'archived')),
    disabled_at timestamptz,
    disabled_by varchar(255),
    disabled_reason text,
    is_latest_version boolean NOT NULL DEFAULT false,
    previous_version varchar(50),
    deprecation_notice text,
    version_notes text,
    change_summary text,
    approved_by varchar(255),
    approved_at timestamptz,
    expected_success_rate numeric(4,3)
        CHECK (expected_success_rate IS NULL OR (expected_success_rate >= 0 AND expected_success_rate <= 1)),
    expected_duration_seconds integer,
    actual_success_rate numeric(4,3)
        CHECK (actual_success_rate IS NULL OR (actual_success_rate >= 0 AND actual_success_rate <= 1)),
    total_executions integer DEFAULT 0
        CHECK (total_executions >= 0),
    successful_executions integer DEFAULT 0
        CHECK (successful_executions >= 0 AND successful_executions <= total_executions),
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    created_by varchar(255),
    updated_by varchar(255),
    PRIMARY KEY (workflow_id, version)
);

CREATE INDEX idx_workflow_catalog_status ON remediation_workflow_catalog (status);
CREATE INDEX idx_workflow_catalog_latest ON remediation_workflow_catalog (workflow_id, is_latest_version)
    WHERE is_latest_version = true;
CREATE INDEX idx_workflow_catalog_labels ON remediation_workflow_catalog USING gin (labels);
CREATE INDEX idx_workflow_catalog_created_at ON remediation_workflow_catalog (created_at DESC);
CREATE INDEX idx_workflow_catalog_success_rate ON remediation_workflow_catalog (actual_success_rate DESC)
    WHERE status = 'active';

-- +goose StatementBegin
CREATE FUNCTION update_workflow_catalog_updated_at()
RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    NEW.updated_at := now();
    RETURN NEW;
END;
$$;
-- +goose StatementEnd

CREATE TRIGGER trigger_workflow_catalog_updated_at
    BEFORE UPDATE ON remediation_workflow_catalog
    FOR EACH ROW
    EXECUTE FUNCTION update_workflow_catalog_updated_at();

-- +goose Down
DROP TABLE remediation_workflow_catalog;
DROP FUNCTION update_workflow_catalog_updated_at();
