-- name: workflow_views
-- description: The workflow catalog under the names its readers use: one row per workflow, and one row per version.
-- groups: workflows
-- creates: view workflows, workflow_versions
-- requires: table remediation_workflow_catalog
-- repeatable: true
--
-- Both views have the columns of the catalog, whatever these are. PostgreSQL writes out the asterisk when a view is
-- made, so the views are dropped and made again after every change of the table; replacing them would not do, since
-- that allows new columns at the end only. A migration that drops a column of the catalog, or changes its type, has to
-- drop both views first, and finds them made again afterwards.
--
-- A workflow is shown by its latest version: the one that is marked so, and where none or several are marked, the
-- newest of them; workflow_id decides between two of the same moment, so that there is always exactly one. The two
-- views are joined by workflow_name, because workflow_id identifies a version.
--
-- The question "is there a later one?" stands in the WHERE clause, instead of DISTINCT ON or a window function, because
-- only such a view stays updatable: what is written through it reaches the catalog.

-- +goose Up
DROP VIEW IF EXISTS workflows;
DROP VIEW IF EXISTS workflow_versions;

CREATE VIEW workflow_versions AS
SELECT *
FROM remediation_workflow_catalog;

CREATE VIEW workflows AS
SELECT *
FROM remediation_workflow_catalog AS shown
WHERE NOT EXISTS (
    SELECT
    FROM remediation_workflow_catalog AS later
    WHERE later.workflow_name = shown.workflow_name
        AND (later.is_latest_version, later.created_at, later.workflow_id)
            > (shown.is_latest_version, shown.created_at, shown.workflow_id)
);

-- +goose Down
DROP VIEW workflows;
DROP VIEW workflow_versions;
