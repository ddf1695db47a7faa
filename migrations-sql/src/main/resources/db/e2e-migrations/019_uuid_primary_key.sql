-- name: workflow_uuid_primary_key
-- description: Each version of a workflow is identified by one UUID; the readable id becomes the workflow's name.
-- groups: workflows
-- alters: table remediation_workflow_catalog (workflow_id, workflow_name, remediation_workflow_catalog_pkey,
--    uq_workflow_name_version)
-- drops: index idx_workflow_catalog_latest on remediation_workflow_catalog
-- creates: index idx_workflow_catalog_latest_by_name, idx_workflow_catalog_workflow_name
--    on remediation_workflow_catalog
-- requires: extension uuid-ossp
-- lossy: the UUIDs; when the migration is applied again, every version gets a new one
--
-- From here on workflow_id identifies a version, not a workflow: two versions of one workflow differ in it, and what
-- they share is workflow_name. Whatever refers to a version needs one value instead of two.
--
-- The name is filled with the trigger off, since a row that is only carried over to a new form has not been updated.
-- The new column is not the old one with another type: text ids do not become UUIDs, so each row gets a fresh random
-- one.
--
-- The extension may have been installed in another schema than the one this file runs in, where its function would not
-- be found; so it is named by the schema in which the extension is.

-- +goose Up
CREATE EXTENSION IF NOT EXISTS "uuid-ossp";

ALTER TABLE remediation_workflow_catalog
    ADD COLUMN workflow_name varchar(255);

ALTER TABLE remediation_workflow_catalog DISABLE TRIGGER trigger_workflow_catalog_updated_at;
UPDATE remediation_workflow_catalog SET workflow_name = workflow_id;
ALTER TABLE remediation_workflow_catalog ENABLE TRIGGER trigger_workflow_catalog_updated_at;

DROP INDEX idx_workflow_catalog_latest;

ALTER TABLE remediation_workflow_catalog
    ALTER COLUMN workflow_name SET NOT NULL,
    DROP CONSTRAINT remediation_workflow_catalog_pkey,
    DROP COLUMN workflow_id;

-- +goose StatementBegin
DO $$
BEGIN
    EXECUTE format(
        'ALTER TABLE remediation_workflow_catalog
            ADD COLUMN workflow_id uuid NOT NULL DEFAULT %s.uuid_generate_v4()
                CONSTRAINT remediation_workflow_catalog_pkey PRIMARY KEY',
        (SELECT extnamespace::regnamespace FROM pg_extension WHERE extname = 'uuid-ossp'));
END;
$$;
-- +goose StatementEnd

ALTER TABLE remediation_workflow_catalog
    ADD CONSTRAINT uq_workflow_name_version UNIQUE (workflow_name, version);

CREATE INDEX idx_workflow_catalog_latest_by_name ON remediation_workflow_catalog (workflow_name, is_latest_version)
    WHERE is_latest_version = true;
CREATE INDEX idx_workflow_catalog_workflow_name ON remediation_workflow_catalog (workflow_name);

-- +goose Down
DROP INDEX idx_workflow_catalog_workflow_name;
DROP INDEX idx_workflow_catalog_latest_by_name;

ALTER TABLE remediation_workflow_catalog
    DROP CONSTRAINT uq_workflow_name_version,
    DROP CONSTRAINT remediation_workflow_catalog_pkey,
    DROP COLUMN workflow_id;

ALTER TABLE remediation_workflow_catalog
    ADD COLUMN workflow_id varchar(255);

ALTER TABLE remediation_workflow_catalog DISABLE TRIGGER trigger_workflow_catalog_updated_at;
UPDATE remediation_workflow_catalog SET workflow_id = workflow_name;
ALTER TABLE remediation_workflow_catalog ENABLE TRIGGER trigger_workflow_catalog_updated_at;

ALTER TABLE remediation_workflow_catalog
    ALTER COLUMN workflow_id SET NOT NULL,
    ADD CONSTRAINT remediation_workflow_catalog_pkey PRIMARY KEY (workflow_id, version),
    DROP COLUMN workflow_name;

CREATE INDEX idx_workflow_catalog_latest ON remediation_workflow_catalog (workflow_id, is_latest_version)
    WHERE is_latest_version = true;
