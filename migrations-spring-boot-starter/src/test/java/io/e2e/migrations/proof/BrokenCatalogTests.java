package io.e2e.migrations.proof;

import static io.e2e.migrations.proof.CatalogCopy.messageOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The catalog is broken in one place, and the proof says which line to change. */
class BrokenCatalogTests {

    private static final String AGAIN = "Action: Change the files as offered, and run the proof again.";

    private static final String NO_PLANS = "\nPlans follow from headers, so they were not tried.";

    @TempDir
    private Path directory;

    @Test
    void aRequirementThatIsNotSaid() {
        CatalogCopy catalog = CatalogCopy.of(this.directory, CatalogCopy.WORKFLOWS)
                .replace("1002_create_workflow_views.sql", "-- requires: table remediation_workflow_catalog\n", "");

        assertThat(messageOf(catalog)).isEqualTo("""
                        The catalog DIRECTORY is not proven, for one reason:
                          - 1002_create_workflow_views.sql: with what its header requires, it does not apply to an empty \
                        database: 1002_create_workflow_views.sql:23: ERROR: relation "remediation_workflow_catalog" does \
                        not exist (SQLSTATE 42P01)
                              Its header must have: -- requires: table remediation_workflow_catalog
                        """ + AGAIN);
    }

    @Test
    void aRequirementThatFallsShort() {
        CatalogCopy catalog = CatalogCopy.of(this.directory, CatalogCopy.WORKFLOWS)
                .replace(
                        "1002_create_workflow_views.sql",
                        "-- requires: table remediation_workflow_catalog\n",
                        "-- requires: 019\n");

        assertThat(messageOf(catalog)).isEqualTo("""
                        The catalog DIRECTORY is not proven, for one reason:
                          - 1002_create_workflow_views.sql: the plan of workflows does not give it as the whole catalog \
                        does (- whole, + plan):
                              - view workflows: workflow_id,
                              - view workflows: custom_labels,
                              - view workflows: detected_labels,
                              - view workflows: status_reason
                              - view workflows: column custom_labels jsonb
                              - view workflows: column detected_labels jsonb
                              - view workflows: column status_reason text
                              + view workflows: workflow_id
                              Its header must have: -- requires: table remediation_workflow_catalog
                        """ + AGAIN);
    }

    @Test
    void aRequirementThatIsNotNeeded() {
        CatalogCopy catalog = CatalogCopy.of(this.directory, List.of("013", "015", "023"))
                .replace("023_add_event_hashing.sql", "-- groups: audit\n", "-- groups: audit\n-- requires: 015\n");

        assertThat(messageOf(catalog)).isEqualTo("""
                        The catalog DIRECTORY is not proven, for one reason:
                          - 023_add_event_hashing.sql: it requires 015 workflow_catalog, which the plan of audit_events \
                        gives the same without
                              Take out of its header: -- requires: 015
                        """ + AGAIN);
    }

    @Test
    void aMigrationThatIsDroppedFromItsTablesPlan() {
        CatalogCopy catalog = CatalogCopy.of(this.directory, CatalogCopy.WORKFLOWS)
                .replace(
                        "020_add_workflow_label_columns.sql",
                        "-- alters: table remediation_workflow_catalog (custom_labels, detected_labels)\n",
                        "")
                .replace(
                        "020_add_workflow_label_columns.sql",
                        "-- creates: index idx_workflow_catalog_custom_labels, idx_workflow_catalog_detected_labels\n"
                                + "--    on remediation_workflow_catalog\n",
                        "-- requires: 015\n");

        assertThat(messageOf(catalog)).isEqualTo("""
                        The catalog DIRECTORY is not proven, for 2 reasons:
                          - 020_add_workflow_label_columns.sql: creates index idx_workflow_catalog_custom_labels, \
                        idx_workflow_catalog_detected_labels on remediation_workflow_catalog, and its header does not say so
                              Its header must have: -- creates: index idx_workflow_catalog_custom_labels, \
                        idx_workflow_catalog_detected_labels on remediation_workflow_catalog
                          - 020_add_workflow_label_columns.sql: changes custom_labels and detected_labels of table \
                        remediation_workflow_catalog, and its header does not say so
                              Its header must have: -- alters: table remediation_workflow_catalog (custom_labels, \
                        detected_labels)
                        """ + AGAIN + NO_PLANS);
    }

    @Test
    void aDownThatLeavesSomethingBehind() {
        CatalogCopy catalog = CatalogCopy.of(this.directory, CatalogCopy.AUDIT)
                .replace("023_add_event_hashing.sql", "DROP FUNCTION audit_event_lock_id(text);\n", "");

        assertThat(messageOf(catalog)).isEqualTo("""
                        The catalog DIRECTORY is not proven, for one reason:
                          - 023_add_event_hashing.sql: its Down does not bring back what was before its Up (- before, + \
                        now):
                              + function audit_event_lock_id
                              Its Down must undo exactly what its Up does.
                        """ + AGAIN);
    }

    @Test
    void aMigrationThatDependsOnWhoCameFirst() {
        CatalogCopy catalog = CatalogCopy.of(this.directory, List.of("021"))
                .add(
                        "022_table_b.sql",
                        "-- creates: table b",
                        "CREATE TABLE b (id int);\nDO $$ BEGIN IF to_regclass('c') IS NULL THEN ALTER TABLE b ADD x int;"
                                + " END IF; END $$;",
                        "DROP TABLE b;")
                .add("023_table_c.sql", "-- creates: table c", "CREATE TABLE c (id int);", "DROP TABLE c;");

        assertThat(messageOf(catalog)).isEqualTo("""
                        The catalog DIRECTORY is not proven, for one reason:
                          - 023_table_c.sql: after the plan of c and then that of b, b is not as the whole catalog makes it \
                        (- whole, + here):
                              - table b: column x integer
                              022_table_b.sql does something else when this file has run before it.
                              Its header must have: -- requires: 022
                        """ + AGAIN);
    }

    @Test
    void twoFilesWithOneNumber() {
        CatalogCopy catalog =
                CatalogCopy.of(this.directory, CatalogCopy.WORKFLOWS).add("022_more.sql", "", "SELECT 1;", "");

        assertThat(messageOf(catalog)).isEqualTo("""
                        The migration catalog has a problem:
                          - 022_add_status_reason_column.sql and 022_more.sql: the version 022 is used twice; rename the \
                        newer one to 023, the next free version
                        Action: Fix the named files; nothing was run. Their format is described in \
                        docs/adding-a-migration.md.""");
    }

    @Test
    void migrationsThatRequireEachOther() {
        CatalogCopy catalog = CatalogCopy.of(this.directory, CatalogCopy.AUDIT)
                .replace("023_add_event_hashing.sql", "-- groups: audit\n", "-- groups: audit\n-- requires: 024\n")
                .replace("024_add_legal_hold.sql", "-- groups: audit\n", "-- groups: audit\n-- requires: 023\n");

        assertThat(messageOf(catalog)).isEqualTo("""
                        The migration catalog has a problem:
                          - 023_add_event_hashing.sql: requires 024_add_legal_hold.sql, which in turn requires it: a cycle
                        Action: Fix the named files; nothing was run. Their format is described in \
                        docs/adding-a-migration.md.""");
    }
}
