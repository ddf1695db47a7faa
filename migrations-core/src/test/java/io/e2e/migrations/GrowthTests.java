package io.e2e.migrations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.management.ThreadMXBean;
import io.e2e.migrations.catalog.MigrationCatalog;
import io.e2e.migrations.plan.AppliedMigration;
import io.e2e.migrations.plan.MigrationPlan;
import io.e2e.migrations.plan.MigrationPlanner;
import io.e2e.migrations.plan.PendingFinder;
import io.e2e.migrations.plan.RunInputs;
import io.e2e.migrations.time.TimeSource;
import io.e2e.migrations.verify.SchemaVerifier;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The cost of a migration does not depend on the number of others. It is measured in allocated bytes, which do not
 * depend on the machine: they show lists that are copied and texts that are joined once per migration. Loops that
 * allocate nothing are left to the benchmarks.
 */
class GrowthTests {

    private static final int FEW = 500;
    private static final int MANY = 8 * FEW;

    @TempDir
    private Path directory;

    @Test
    void runWithEightTimesTheMigrationsAllocatesNoMoreForEach() throws IOException {
        assumeThat(ManagementFactory.getThreadMXBean()).isInstanceOf(ThreadMXBean.class);
        work(catalog("first", FEW)); // loads the classes

        long few = allocated(catalog("few", FEW)) / FEW;
        long many = allocated(catalog("many", MANY)) / MANY;

        // Quadratic growth would be eight times as much.
        assertThat(many)
                .as("bytes for each of %d migrations, %d for each of %d", MANY, few, FEW)
                .isLessThan(2 * few);
    }

    private static long allocated(MigrationConfig config) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        work(config);
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    /** Does everything that a run does without a database. */
    private static void work(MigrationConfig config) {
        MigrationCatalog catalog = MigrationCatalog.load(config.options().locations(), null);
        MigrationRun run =
                MigrationRun.of(catalog, config, request -> new FakeDatabase("a database"), TimeSource.system());
        Map<String, String> inputs = RunInputs.of(config.options().partitions(), Instant.now());
        MigrationPlan plan = run.plan();
        List<AppliedMigration> history = plan.migrations().stream()
                .map(migration -> new AppliedMigration(
                        migration.version().parts().get(0).longValue(),
                        migration.file(),
                        migration.checksum(),
                        Map.of(),
                        Instant.EPOCH,
                        "tester",
                        Duration.ZERO,
                        null))
                .toList();

        assertThat(run.fingerprint()).hasSize(64);
        assertThat(MigrationPlanner.plan(catalog, List.of("things_9")).steps()).isNotEmpty();
        assertThat(new PendingFinder(catalog, history, inputs)
                        .pending(plan, config.options().outOfOrder()))
                .isEmpty();
        assertThat(new SchemaVerifier(catalog, plan, inputs).names().size())
                .isGreaterThan(plan.steps().size());
    }

    /** Most migrations create a table, and every tenth alters the same one. */
    private MigrationConfig catalog(String name, int migrations) throws IOException {
        Path files = Files.createDirectory(this.directory.resolve(name));
        for (int number = 1; number <= migrations; number++) {
            String table = number % 10 == 0 ? "things_1" : "things_" + number;
            String text = number % 10 == 0 ? """
                      -- name: alter_%2$d
                      -- description: For a test.
                      -- alters: table %1$s (column_%2$d)
                      -- +goose Up
                      ALTER TABLE %1$s ADD COLUMN column_%2$d text;
                      """ : """
                      -- name: %1$s
                      -- description: For a test.
                      -- creates: table %1$s, index idx_%1$s on %1$s
                      -- +goose Up
                      CREATE TABLE %1$s (id bigint PRIMARY KEY, made timestamptz DEFAULT now());
                      CREATE INDEX idx_%1$s ON %1$s (made);
                      """;
            Files.writeString(files.resolve("%05d_things.sql".formatted(number)), text.formatted(table, number));
        }
        MigrationConfig config = MigrationConfig.defaults();
        return config.withOptions(config.options().withLocations("file:" + files));
    }
}
