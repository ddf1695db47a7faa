package io.e2e.migrations.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.MigrationService;
import io.e2e.migrations.database.DatabaseAccess;
import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.session.ConnectionLostException;
import io.e2e.migrations.testing.CatalogDirectory;
import io.e2e.migrations.testing.CutDatabase;
import io.e2e.migrations.testing.LoggedLines;
import io.e2e.migrations.testing.MigratingProcess;
import io.e2e.migrations.testing.SharedDatabase;
import io.e2e.migrations.time.TimeSource;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two processes at once, a connection that breaks, a process that is killed. */
class TroubleTests {

    private static final MigrationConfig AUDIT = MigrationConfig.defaults().withTables("audit_events");
    private static final String HISTORY = "SELECT file FROM e2e_migrations.public ORDER BY rank";

    @TempDir
    private Path directory;

    @Test
    void twoProcessesAtOnceApplyEverythingOnceTenTimesOver() throws IOException {
        try (MigratingProcess one = MigratingProcess.start();
                MigratingProcess other = MigratingProcess.start()) {
            for (int round = 0; round < 10; round++) {
                SharedDatabase database = SharedDatabase.create();
                DatabaseAddress address = database.address().orElseThrow();
                one.begin(address);
                other.begin(address);

                List<Integer> applied = List.of(one.applied(), other.applied());

                assertThat(applied.stream().mapToInt(Integer::intValue).sum()).isEqualTo(4);
                assertThat(database.query(HISTORY)).hasSize(4);
            }
        }
    }

    @Test
    void aKilledProcessLeavesNothingHalfDoneAndNoLock() throws IOException, SQLException {
        SharedDatabase database = SharedDatabase.create();
        killInTheThirdMigration(MigratingProcess.startOneByOne(), database);

        MigrationReport report = MigrationService.open(AUDIT, database.access()).applyMigrations();

        // Its last message was at the server already, so 024 is there as a whole or not at all; never in part.
        assertThat(report.alreadyApplied())
                .extracting(step -> step.migration().version().text())
                .contains("13", "23")
                .doesNotContain("1000");
        assertThat(database.query(HISTORY)).hasSize(4);
        assertThat(report.verification()).isNotNull();
    }

    @Test
    void aKilledProcessThatHadSentAllLeavesEachAsAWholeOrNotAtAll() throws IOException, SQLException {
        SharedDatabase database = SharedDatabase.create();
        killInTheThirdMigration(MigratingProcess.start(), database);

        try (MigrationService service = MigrationService.open(AUDIT, database.access())) {
            MigrationReport report = service.applyMigrations();

            // Its only message was at the server already, which goes on until it sees that nobody listens.
            assertThat(report.alreadyApplied())
                    .extracting(step -> step.migration().version().text())
                    .contains("13", "23");
            assertThat(database.query(HISTORY)).hasSize(4);
            assertThat(report.verification()).isNotNull();
            assertThat(service.reset().isEmpty()).isTrue();
        }
    }

    private static void killInTheThirdMigration(MigratingProcess process, SharedDatabase database)
            throws IOException, SQLException {
        try (MigratingProcess killed = process;
                var blocker = database.connect();
                var statement = blocker.createStatement()) {
            blocker.setAutoCommit(false);
            statement.execute("CREATE TABLE audit_retention_policies (id int)");
            killed.begin(database.address().orElseThrow());
            database.awaitBackendWaitingForLock();
            killed.kill();
            blocker.rollback();
        }
    }

    @Test
    void whatWasCommittedBeforeTheConnectionBrokeCountsAsAppliedByTheRun() {
        SharedDatabase database = SharedDatabase.create();
        // A sequence keeps what a transaction took from it, even if it never ends.
        database.execute("CREATE SEQUENCE attempts");
        CatalogDirectory catalog = new CatalogDirectory(this.directory)
                .write("001_a.sql", "-- creates: table a", "CREATE TABLE a (id int);")
                .write("002_b.sql", "-- creates: table b", """
                        CREATE TABLE b (id int);
                        SELECT CASE nextval('attempts') WHEN 1 THEN pg_terminate_backend(pg_backend_pid()) END;""")
                .write("003_c.sql", "-- creates: table c", "CREATE TABLE c (id int);");
        try (LoggedLines log = new LoggedLines("io.e2e.migrations");
                MigrationService service = MigrationService.open(catalog.config(), database.access())) {
            MigrationReport report = service.applyMigrations();

            assertThat(database.connections()).isEqualTo(2);
            assertThat(log.lines())
                    .anySatisfy(line -> assertThat(line)
                            .contains("FATAL: terminating connection due to administrator command")
                            .contains("(SQLSTATE 57P01) Connecting again; what is committed is kept."))
                    .contains(
                            "This run was interrupted before recording the seed data of [001_a.sql]; recording it now.");
            assertThat(report.applied())
                    .extracting(step -> step.migration().version().text())
                    .containsExactly("1", "2", "3");
            assertThat(report.created()).hasSize(3);
            assertThat(database.query("SELECT last_value::text FROM attempts")).containsExactly("2");
            assertThat(service.reset().isEmpty()).isTrue();
        }
    }

    @Test
    void aFailureAmongManySaysWhatWasAppliedAndWhatDidNotRun() {
        SharedDatabase database = SharedDatabase.create();
        CatalogDirectory catalog = new CatalogDirectory(this.directory)
                .write("001_a.sql", "-- creates: table a", "CREATE TABLE a (id int);")
                .write("002_b.sql", "-- creates: table b", "CREATE TABLE b (id int); SELECT 1 / 0;")
                .write("003_c.sql", "-- creates: table c", "CREATE TABLE c (id int);");
        MigrationService service = MigrationService.open(catalog.config(), database.access());

        MigrationFailedException failure =
                catchThrowableOfType(MigrationFailedException.class, service::applyMigrations);

        assertThat(failure.statement().sql()).isEqualTo("SELECT 1 / 0");
        assertThat(failure.report().steps())
                .extracting(step -> step.outcome().name())
                .containsExactly("APPLIED", "FAILED", "NOT_RUN");
        assertThat(database.query(HISTORY)).containsExactly("001_a.sql");
        assertThat(database.query("SELECT to_regclass('b')::text")).containsExactly((String) null);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6})
    void aConnectionThatBreaksBetweenMigrationsIsReplacedAndTheRunGoesOn(int messages) {
        SharedDatabase database = SharedDatabase.create();
        DatabaseAccess access = access(CutDatabase.afterMessages(database, messages));
        MigrationService service =
                MigrationService.open(AUDIT, access, List.of(new MigrationListener() {}), TimeSource.system());

        MigrationReport report = service.applyMigrations();

        assertThat(report.applied()).hasSize(4);
        assertThat(database.query(HISTORY)).hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void aConnectionThatBreaksIsReplacedAndTheRunGoesOn(int messages) {
        SharedDatabase database = SharedDatabase.create();
        MigrationService service = MigrationService.open(AUDIT, access(CutDatabase.afterMessages(database, messages)));

        MigrationReport report = service.applyMigrations();

        assertThat(report.applied()).hasSize(4);
        assertThat(database.query(HISTORY)).hasSize(4);
    }

    @Test
    void aConnectionThatReplacesALostOneGetsTheSettingsOfTheRun() {
        SharedDatabase database = SharedDatabase.create();
        DatabaseAccess access = access(CutDatabase.afterMessages(database, 3));
        MigrationService.open(AUDIT, access, List.of(new MigrationListener() {}), TimeSource.system())
                .applyMigrations();

        assertThat(database.messages())
                .filteredOn(message -> message.contains("pg_terminate_backend"))
                .hasSize(1);
        assertThat(database.messages())
                .filteredOn(message -> message.contains("idle_session_timeout"))
                .as("one message of each session")
                .hasSize(2);
    }

    @Test
    void aConnectionThatKeepsBreakingIsReported() {
        SharedDatabase database = SharedDatabase.create();
        MigrationService service = MigrationService.open(AUDIT, access(CutDatabase.always(database)));

        assertThatThrownBy(service::applyMigrations)
                .isInstanceOf(ConnectionLostException.class)
                .hasMessageContaining("each migration is applied as a whole or not at all");
    }

    private static DatabaseAccess access(TargetDatabase database) {
        return config -> database;
    }
}
