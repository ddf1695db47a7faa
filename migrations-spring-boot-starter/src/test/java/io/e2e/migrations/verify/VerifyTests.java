package io.e2e.migrations.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.MigrationService;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.session.ConnectionLostException;
import io.e2e.migrations.session.DatabaseUnreachableException;
import io.e2e.migrations.testing.CutDatabase;
import io.e2e.migrations.testing.FixedTime;
import io.e2e.migrations.testing.SharedDatabase;
import io.e2e.migrations.verify.Finding.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerifyTests {

    private static final MigrationConfig AUDIT = MigrationConfig.defaults().withTables("audit_events");

    private final SharedDatabase database = SharedDatabase.create();
    private final FixedTime time = FixedTime.at("2026-11-22T10:00:00Z");
    private final MigrationService service = MigrationService.open(AUDIT, this.database.access(), List.of(), this.time);

    @Test
    void anIntactDatabaseIsVerifiedInOneMessage() {
        this.service.applyMigrations();
        this.database.forget();

        VerificationReport report = this.service.verifyMigrations();

        assertThat(report.isClean()).isTrue();
        assertThat(report)
                .hasToString("verified: 2 tables, 4 partitions, 10 indexes, 3 functions, 2 triggers;"
                        + " partitions for 2026-10 to 2027-02");
        assertThat(this.database.messages()).hasSize(1);
    }

    @Test
    void everyKindOfDamageIsReportedAtOnce() {
        this.service.applyMigrations();
        this.database.execute(
                "DROP INDEX idx_audit_events_hash",
                "DROP INDEX idx_audit_events_legal_hold",
                "CREATE INDEX idx_audit_events_legal_hold ON ONLY audit_events (legal_hold) WHERE legal_hold = true",
                "ALTER TABLE audit_events DETACH PARTITION audit_events_2025_12",
                "DROP TABLE audit_retention_policies",
                "ALTER TABLE audit_events ENABLE REPLICA TRIGGER enforce_legal_hold",
                "ALTER TABLE audit_events DETACH PARTITION audit_events_2026_12",
                "ALTER FUNCTION audit_event_lock_id RENAME TO something_else");

        VerificationFailedException failure =
                catchThrowableOfType(VerificationFailedException.class, this.service::verifyMigrations);

        assertThat(failure).hasMessage("""
                        the shared database does not match the plan:
                          table audit_retention_policies is missing, created by 024_add_legal_hold.sql
                          partition audit_events_2025_12 of audit_events is a table, but is not attached as a partition, \
                        created by 013_create_audit_events_table.sql
                          index idx_audit_events_hash on audit_events is missing, created by 023_add_event_hashing.sql
                          function audit_event_lock_id is missing, created by 023_add_event_hashing.sql
                          index idx_audit_events_legal_hold on audit_events is invalid, so PostgreSQL does not use it, \
                        created by 024_add_legal_hold.sql
                          trigger enforce_legal_hold on audit_events does not fire, as it is disabled or enabled for \
                        replicas only, created by 024_add_legal_hold.sql
                          table audit_events has no partition for 2026-12, which 1000_create_audit_events_partitions.sql creates
                        Action: Something changed the schema after the migrations were applied, or a migration creates the \
                        objects in another schema than e2e.migrations.schema. Undo that, or start with an empty database.""");
        assertThat(failure.report().findings())
                .extracting(Finding::problem)
                .containsExactly(
                        Problem.MISSING,
                        Problem.DETACHED,
                        Problem.MISSING,
                        Problem.MISSING,
                        Problem.UNUSABLE,
                        Problem.UNUSABLE,
                        Problem.UNCOVERED);
    }

    @Test
    void anEmptyDatabaseNamesEachMissingTable() {
        assertThatThrownBy(this.service::verifyMigrations)
                .isInstanceOf(VerificationFailedException.class)
                .hasMessage("""
                        the shared database does not match the plan:
                          table audit_events is missing, created by 013_create_audit_events_table.sql
                          table audit_retention_policies is missing, created by 024_add_legal_hold.sql
                          in the plan, but not applied: 013 audit_events, 023 event_hashing, 024 legal_hold, \
                        1000 audit_events_partitions
                        Action: Apply the migrations (e2e.migrations.apply=startup, or \
                        MigrationService.applyMigrations()) before anything needs the tables.""");
    }

    @Test
    void aMonthThatHasComeWithoutItsPartitionIsFound() {
        this.service.applyMigrations();
        MigrationService later =
                MigrationService.open(AUDIT, this.database.access(), List.of(), FixedTime.at("2027-03-01T00:00:00Z"));

        assertThatThrownBy(later::verifyMigrations)
                .hasMessageContaining("table audit_events has no partition for 2027-03")
                .hasMessageContaining("table audit_events has no partition for 2027-06");
    }

    @Test
    void aConnectionCutDuringTheQuestionIsNotMissing() {
        this.service.applyMigrations();
        TargetDatabase cut = CutDatabase.afterMessages(this.database, 0);
        MigrationService service = MigrationService.open(AUDIT, config -> cut);

        assertThatThrownBy(service::verifyMigrations)
                .isInstanceOf(ConnectionLostException.class)
                .hasMessageStartingWith("Could not check the state of the shared database: the connection was lost");
    }

    @Test
    void aServerThatDoesNotAnswerIsNotMissing() {
        TargetDatabase cut = CutDatabase.refusing(this.database);
        MigrationService service = MigrationService.open(AUDIT, config -> cut);

        assertThatThrownBy(service::verifyMigrations)
                .isInstanceOf(DatabaseUnreachableException.class)
                .hasMessageStartingWith("Cannot connect to the shared database");
    }
}
