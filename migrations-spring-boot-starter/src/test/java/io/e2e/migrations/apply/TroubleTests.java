package io.e2e.migrations.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.MigrationService;
import io.e2e.migrations.database.DatabaseAccess;
import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.session.ConnectionLostException;
import io.e2e.migrations.testing.CutDatabase;
import io.e2e.migrations.testing.MigratingProcess;
import io.e2e.migrations.testing.SharedDatabase;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two processes at once, a connection that breaks, a process that is killed. */
class TroubleTests {

    private static final MigrationConfig AUDIT = MigrationConfig.defaults().withTables("audit_events");
    private static final String HISTORY = "SELECT file FROM e2e_migrations_history ORDER BY rank";

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
        try (MigratingProcess killed = MigratingProcess.start();
                var blocker = database.connect();
                var statement = blocker.createStatement()) {
            blocker.setAutoCommit(false);
            statement.execute("CREATE TABLE audit_retention_policies (id int)");
            killed.begin(database.address().orElseThrow());
            database.awaitBackendWaitingForLock();
            killed.kill();
            blocker.rollback();
        }

        MigrationReport report = MigrationService.open(AUDIT, database.access()).applyMigrations();

        // Its last message was at the server already, so 024 is there as a whole or not at all; never in part.
        assertThat(report.alreadyApplied())
                .extracting(step -> step.migration().number())
                .contains(13, 23)
                .doesNotContain(1000);
        assertThat(database.query(HISTORY)).hasSize(4);
        assertThat(report.verification()).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6})
    void aConnectionThatBreaksIsReplacedAndTheRunGoesOn(int messages) {
        SharedDatabase database = SharedDatabase.create();
        MigrationService service = MigrationService.open(AUDIT, access(CutDatabase.afterMessages(database, messages)));

        MigrationReport report = service.applyMigrations();

        assertThat(report.applied()).hasSize(4);
        assertThat(database.query(HISTORY)).hasSize(4);
    }

    @Test
    void aConnectionThatKeepsBreakingIsReported() {
        SharedDatabase database = SharedDatabase.create();
        MigrationService service = MigrationService.open(AUDIT, access(CutDatabase.always(database)));

        assertThatThrownBy(service::applyMigrations)
                .isInstanceOf(ConnectionLostException.class)
                .hasMessageContaining("nothing was left half done");
    }

    private static DatabaseAccess access(TargetDatabase database) {
        return config -> database;
    }
}
