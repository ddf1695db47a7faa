package io.e2e.migrations.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.MigrationService;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The cost of a run through the tunnel, in round trips. Each takes about 2 ms in a real cluster. */
class CostTests {

    private static final Logger LOG = LoggerFactory.getLogger(CostTests.class);

    @TempDir
    Path directory;

    @Test
    void auditMigrationsTakeThreeRoundTripsAndTwoForEachMigration() throws SQLException {
        List<Long> millis = new ArrayList<>();
        // The fewest: an answer that comes while the client still writes a long message is counted as one more.
        long roundTrips = Long.MAX_VALUE;
        int migrations = 0;
        try (KubernetesFixture fixture = new KubernetesFixture(this.directory)) {
            for (int run = 0; run < 12; run++) {
                fixture.emptyDatabase();
                try (MigrationService service = service(fixture)) {
                    service.database();
                    long before = fixture.cluster().troubles().roundTrips();
                    long start = System.nanoTime();
                    migrations = service.applyAuditMigrations().applied().size();
                    millis.add((System.nanoTime() - start) / 1_000_000);
                    roundTrips =
                            Math.min(roundTrips, fixture.cluster().troubles().roundTrips() - before);
                }
            }
        }
        LOG.info("applyAuditMigrations through the tunnel: {} round trips; each run took {} ms", roundTrips, millis);

        assertThat(roundTrips)
                .as("with the check that the first connection still works")
                .isLessThanOrEqualTo(3 + 2L * migrations);
    }

    private static MigrationService service(KubernetesFixture fixture) {
        MigrationConfig config = fixture.config().withTables(MigrationService.AUDIT_TABLE);
        return MigrationService.open(config, fixture.access(KubernetesSettings.defaults()));
    }
}
