-- name: container_image
-- description: What a workflow runs is a container image, named by reference and, for certainty, by digest.
-- groups: workflows
-- alters: table remediation_workflow_catalog (container_image, container_digest)
-- creates: index idx_workflow_catalog_container_digest on remediation_workflow_catalog
--
-- A tag can be moved to another image, a digest cannot; so the digest has a column of its own, as long as "sha256:" and
-- 64 hexadecimal digits. Versions that were registered without one have NULL, and the index leaves them out.

-- +goose Up
ALTER TABLE remediation_workflow_catalog RENAME COLUMN execution_bundle TO container_image;

ALTER TABLE remediation_workflow_catalog
    ADD COLUMN container_digest varchar(71);

CREATE INDEX idx_workflow_catalog_container_digest ON remediation_workflow_catalog (container_digest)
    WHERE container_digest IS NOT NULL;

-- +goose Down
DROP INDEX idx_workflow_catalog_container_digest;

ALTER TABLE remediation_workflow_catalog
    DROP COLUMN container_digest;

ALTER TABLE remediation_workflow_catalog RENAME COLUMN container_image TO execution_bundle;
