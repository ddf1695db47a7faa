package io.e2e.migrations.proof;

import static io.e2e.migrations.proof.CatalogCopy.messageOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One header does not say what its SQL does, and the proof says which line to change. */
class BrokenHeaderTests {

    private static final String AGAIN = "Action: Change the files as offered, and run the proof again.";

    private static final String NO_PLANS = "\nPlans follow from headers, so they were not tried.";

    @TempDir
    private Path directory;

    @Test
    void anIndexWithoutItsHeaderLine() {
        CatalogCopy catalog = CatalogCopy.of(this.directory, CatalogCopy.AUDIT)
                .replace("023_add_event_hashing.sql", "-- creates: index idx_audit_events_hash on audit_events\n", "");

        assertThat(messageOf(catalog)).isEqualTo("""
                        The catalog DIRECTORY is not proven, for one reason:
                          - 023_add_event_hashing.sql: creates index idx_audit_events_hash on audit_events, and its header \
                        does not say so
                              Its header must have: -- creates: index idx_audit_events_hash on audit_events
                        """ + AGAIN + NO_PLANS);
    }

    @Test
    void anIndexThatTheSqlDoesNotMake() {
        CatalogCopy catalog = CatalogCopy.of(this.directory, CatalogCopy.AUDIT)
                .replace(
                        "023_add_event_hashing.sql",
                        "index idx_audit_events_hash on",
                        "index idx_audit_events_hash, idx_audit_events_previous_hash on");

        assertThat(messageOf(catalog)).isEqualTo("""
                        The catalog DIRECTORY is not proven, for one reason:
                          - 023_add_event_hashing.sql: its header says 'creates: index idx_audit_events_previous_hash on \
                        audit_events', which its SQL does not do
                              Take out of its header: -- creates: index idx_audit_events_previous_hash on audit_events
                        """ + AGAIN + NO_PLANS);
    }

    @Test
    void aColumnThatTheHeaderHides() {
        CatalogCopy catalog = CatalogCopy.of(this.directory, CatalogCopy.AUDIT)
                .replace("023_add_event_hashing.sql", "(event_hash, previous_event_hash)", "(event_hash)");

        assertThat(messageOf(catalog)).isEqualTo("""
                        The catalog DIRECTORY is not proven, for one reason:
                          - 023_add_event_hashing.sql: changes previous_event_hash of table audit_events, and its header \
                        does not say so
                              Its header must have: -- alters: table audit_events (event_hash, previous_event_hash)
                        """ + AGAIN + NO_PLANS);
    }

    @Test
    void aColumnThatTheSqlDoesNotTouch() {
        CatalogCopy catalog = CatalogCopy.of(this.directory, CatalogCopy.AUDIT)
                .replace(
                        "023_add_event_hashing.sql",
                        "(event_hash, previous_event_hash)",
                        "(event_hash, previous_event_hash, event_id)");

        assertThat(messageOf(catalog)).isEqualTo("""
                        The catalog DIRECTORY is not proven, for one reason:
                          - 023_add_event_hashing.sql: its header says 'alters: table audit_events (event_id)', which its \
                        SQL does not do
                              Its header must have: -- alters: table audit_events (event_hash, previous_event_hash)
                        """ + AGAIN + NO_PLANS);
    }

    @Test
    void aPatternThatFitsNoPartition() {
        CatalogCopy catalog = CatalogCopy.of(this.directory, CatalogCopy.AUDIT)
                .replace(
                        "1000_create_audit_events_partitions.sql",
                        "audit_events_####_## of",
                        "audit_events_y####m## of");

        assertThat(messageOf(catalog)).isEqualTo("""
                        The catalog DIRECTORY is not proven, for 2 reasons:
                          - 1000_create_audit_events_partitions.sql: creates partition audit_events_2031_05, \
                        audit_events_2031_06 of audit_events, and its header does not say so
                              Its header must have: -- creates: partition audit_events_####_## of audit_events
                          - 1000_create_audit_events_partitions.sql: its header says 'creates: partition \
                        audit_events_y####m## of audit_events', which its SQL does not do
                              Take out of its header: -- creates: partition audit_events_y####m## of audit_events
                        """ + AGAIN + NO_PLANS);
    }

    @Test
    void anExtensionThatIsNotSaid() {
        CatalogCopy catalog = CatalogCopy.of(this.directory, CatalogCopy.WORKFLOWS)
                .replace("019_uuid_primary_key.sql", "-- requires: extension uuid-ossp\n", "");

        assertThat(messageOf(catalog)).isEqualTo("""
                        The catalog DIRECTORY is not proven, for one reason:
                          - 019_uuid_primary_key.sql: creates extension uuid-ossp, and its header does not say so
                              Its header must have: -- requires: extension uuid-ossp
                        """ + AGAIN + NO_PLANS);
    }

    @Test
    void aRoleThatIsNotTheOne() {
        CatalogCopy catalog = CatalogCopy.of(this.directory, CatalogCopy.AUDIT)
                .replace("013_create_audit_events_table.sql", "role datastorage_app\n", "role slm_user\n");

        assertThat(messageOf(catalog)).isEqualTo("""
                        The catalog DIRECTORY is not proven, for 2 reasons:
                          - 013_create_audit_events_table.sql: grants rights to role datastorage_app, and its header does \
                        not say so
                              Its header must have: -- requires: role datastorage_app
                          - 013_create_audit_events_table.sql: its header says 'requires: role slm_user', to which its SQL \
                        grants nothing
                              Take out of its header: -- requires: role slm_user
                        """ + AGAIN + NO_PLANS);
    }

    @Test
    void anInputThatIsNotSaid() {
        CatalogCopy catalog = CatalogCopy.of(this.directory, CatalogCopy.AUDIT)
                .replace(
                        "1000_create_audit_events_partitions.sql",
                        "-- input: partitions_from, partitions_through\n",
                        "-- input: partitions_from\n");

        assertThat(messageOf(catalog)).startsWith("""
                        The catalog DIRECTORY is not proven, for 2 reasons:
                          - 1000_create_audit_events_partitions.sql: reads the input partitions_through, and its header \
                        does not say so
                              Its header must have: -- input: partitions_through
                        """);
    }

    @Test
    void rowsThatNobodySpeaksOf() {
        CatalogCopy catalog = CatalogCopy.of(this.directory, CatalogCopy.AUDIT)
                .add(
                        "025_more_policies.sql",
                        "-- requires: 024",
                        "INSERT INTO audit_retention_policies (event_category, retention_days) VALUES ('archive', 1);",
                        "DELETE FROM audit_retention_policies WHERE event_category = 'archive';");

        assertThat(messageOf(catalog)).isEqualTo("""
                        The catalog DIRECTORY is not proven, for one reason:
                          - 025_more_policies.sql: changes rows of table audit_retention_policies, and its header does not \
                        say so
                              Its header must have: -- alters: table audit_retention_policies (rows)
                        """ + AGAIN + NO_PLANS);
    }
}
