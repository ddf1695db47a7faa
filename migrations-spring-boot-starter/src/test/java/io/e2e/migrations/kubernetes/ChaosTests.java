package io.e2e.migrations.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.MigrationService;
import io.e2e.migrations.apply.MigrationListener;
import io.e2e.migrations.apply.MigrationReport;
import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.kubernetes.cluster.Eventually;
import io.e2e.migrations.testing.ChildJvm;
import io.e2e.migrations.testing.Sql;
import io.e2e.migrations.time.TimeSource;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs of migrations while pods are replaced and tunnels break. The end state is complete, and nothing ran twice. */
class ChaosTests {

    private static final String APPLIED_TWICE =
            "SELECT count(*) FROM (SELECT file FROM e2e_migrations.public GROUP BY file HAVING count(*) > 1) twice";

    @TempDir
    Path directory;

    private KubernetesFixture fixture;

    @BeforeEach
    void deploy() throws SQLException {
        this.fixture = new KubernetesFixture(this.directory);
        this.fixture.emptyDatabase();
    }

    @AfterEach
    void close() {
        assertThat(this.fixture.openConnections()).isZero();
        Eventually.holds("no forward is left", () -> this.fixture.cluster().connections() == 0);
        this.fixture.close();
    }

    @Test
    void runWhenPodIsReplacedDuringThirdMigrationContinuesOnSameData() throws SQLException {
        Killer killer = new Killer(3, () -> this.fixture.startPod("postgresql-1"));
        try (MigrationService service = service(killer)) {
            MigrationReport report = service.applyAllMigrations();

            assertThat(killer.migrationsBefore).isEqualTo(2);
            assertThat(report.notRun()).isEmpty();
            assertComplete(service);
        }
    }

    @Test
    void runWhenPodIsReplacedByEmptyOneDuringThirdMigrationStartsAgain() throws SQLException {
        Killer killer = new Killer(3, () -> this.fixture.startPodOnAnEmptyDisk("postgresql-1"));
        try (MigrationService service = service(killer)) {
            MigrationReport report = service.applyAllMigrations();

            assertThat(killer.migrationsBefore).isEqualTo(2);
            assertThat(report.applied()).hasSameSizeAs(service.plan().migrations());
            assertComplete(service);
        }
    }

    @Test
    void runWhenApiServerIsAwayForSomeSecondsContinues() throws SQLException {
        MigrationListener absence = new MigrationListener() {

            private boolean over;

            @Override
            public void onStart(Migration migration) {
                if (!this.over && migration.file().startsWith("003_")) {
                    this.over = true;
                    KubernetesFixture at = ChaosTests.this.fixture;
                    at.cluster().goAway();
                    at.time().after(at.time().passed().plusSeconds(4), at.cluster()::comeBack);
                }
            }
        };
        try (MigrationService service = service(absence)) {
            assertThat(service.applyAllMigrations().notRun()).isEmpty();
            assertComplete(service);
        }
    }

    @Test
    void runWhenPodCameBackEmptyAppliesEverythingAgain() throws SQLException {
        try (MigrationService service = service(new MigrationListener() {})) {
            service.applyAllMigrations();
            DatabaseAddress before = service.database().address().orElseThrow();
            this.fixture.killPod();
            assertThat(catchThrowableOfType(DatabaseNotReadyException.class, service::applyAllMigrations)
                            .reason())
                    .isEqualTo("no pod has the labels app=postgresql");
            this.fixture.startPodOnAnEmptyDisk("postgresql-0");

            MigrationReport report = service.applyAllMigrations();

            assertThat(report.alreadyApplied()).isEmpty();
            assertThat(service.database().address()).contains(before);
            assertComplete(service);
        }
    }

    @Test
    void runWhenTunnelIsCutAfterSomeNumbersOfBytesCompletes() throws SQLException {
        completeAfterCuts(LongStream.of(5, 250, 900), 6, LongStream.of(800, 6));
    }

    @Tag("night")
    @Test
    void runWhenTunnelIsCutAfterAnyNumberOfBytesCompletes() throws SQLException {
        completeAfterCuts(
                LongStream.of(1, 5, 30, 100, 250, 400, 600, 900, 1300, 2000), 25, LongStream.of(3000, 800, 100, 6));
    }

    /** Cuts after so many bytes while it connects, between so many parts of the run, and so many bytes before its end. */
    private void completeAfterCuts(LongStream connecting, int parts, LongStream verifying) throws SQLException {
        long needed = bytesOfARun();
        LongStream applying = LongStream.range(1, parts).map(part -> part * needed / parts);
        LongStream late = LongStream.concat(applying, verifying.map(left -> needed - left));
        for (long cut : LongStream.concat(connecting, late).toArray()) {
            this.fixture.emptyDatabase();
            this.fixture.cluster().troubles().cutAfterBytes(cut);
            try (MigrationService service = audit()) {
                MigrationReport report = service.applyAuditMigrations();

                assertThat(this.fixture.cluster().troubles().bytesUntilCut())
                        .as("it was cut after %d of %d bytes", cut, needed)
                        .isNegative();
                assertThat(report.notRun()).isEmpty();
                assertComplete(service);
            }
        }
    }

    @Test
    void runsInTwoJvmsWithTwoTunnelsApplyEachMigrationOnce() throws IOException, SQLException {
        try (ChildJvm one = ChildJvm.start(TunnelledProcess.class);
                ChildJvm other = ChildJvm.start(TunnelledProcess.class)) {
            String kubeconfig = this.fixture
                    .cluster()
                    .kubeconfig(this.directory, KubernetesFixture.CONTEXT)
                    .toString();
            for (int round = 0; round < 2; round++) {
                this.fixture.emptyDatabase();
                one.tell(kubeconfig);
                other.tell(kubeconfig);

                assertThat(Integer.parseInt(one.report()) + Integer.parseInt(other.report()))
                        .isEqualTo(4);
            }
        }
    }

    private long bytesOfARun() {
        long before = this.fixture.cluster().troubles().bytesPassed();
        try (MigrationService service = audit()) {
            service.applyAuditMigrations();
            return this.fixture.cluster().troubles().bytesPassed() - before;
        }
    }

    private MigrationService service(MigrationListener listener) {
        return MigrationService.open(
                this.fixture.config(),
                this.fixture.access(KubernetesSettings.defaults()),
                List.of(listener),
                TimeSource.system());
    }

    private MigrationService audit() {
        MigrationConfig config = this.fixture.config().withTables(MigrationService.AUDIT_TABLE);
        return MigrationService.open(config, this.fixture.access(KubernetesSettings.defaults()));
    }

    private void assertComplete(MigrationService service) throws SQLException {
        assertThat(service.verifyMigrations().findings()).isEmpty();
        assertThat(Sql.value(service.database(), APPLIED_TWICE)).isEqualTo("0");
        assertThat(Sql.value(service.database(), "SELECT count(*) FROM e2e_migrations.public"))
                .isEqualTo(String.valueOf(service.plan().migrations().size()));
    }

    /** Kills the pod once, while the migration of an ordinal runs; its replacement is ready two seconds later. */
    private final class Killer implements MigrationListener {

        private final int ordinal;
        private final Runnable replacement;
        private int started;
        private int applied;
        private int migrationsBefore = -1;

        Killer(int ordinal, Runnable replacement) {
            this.ordinal = ordinal;
            this.replacement = replacement;
        }

        @Override
        public void onStart(Migration migration) {
            this.started++;
            if (this.started == this.ordinal) {
                KubernetesFixture at = ChaosTests.this.fixture;
                String text = migration.script().up().get(0).text();
                at.cluster().troubles().whenSent(text.substring(0, Math.min(40, text.length())), () -> {
                    this.migrationsBefore = this.applied;
                    at.killPod();
                });
                at.time().after(at.time().passed().plus(Duration.ofSeconds(2)), this.replacement);
            }
        }

        @Override
        public void onApplied(Migration migration, Duration duration) {
            this.applied++;
        }
    }
}
