package io.e2e.migrations.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.MigrationService;
import io.e2e.migrations.config.MigrationOptions.VerifyLevel;
import io.e2e.migrations.testing.CatalogDirectory;
import io.e2e.migrations.testing.TestDatabases;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Prints what a full verification costs beside one of relations: new sessions each, 500 relations. */
@Tag("night")
class DriftSpeedTests {

    private static final Logger LOG = LoggerFactory.getLogger(DriftSpeedTests.class);

    private static final int TABLES = 100;
    private static final int ROUNDS = 40;

    @Test
    void fullVerificationWhenThereAreManyRelationsPrintsItsTime(@TempDir Path directory) {
        CatalogDirectory catalog = new CatalogDirectory(directory)
                .write(
                        "001_many.sql",
                        "-- creates: "
                                + lines(
                                        "table t%1$s, index ia%1$s on t%1$s, index ib%1$s on t%1$s, view v%1$s",
                                        ",\n--     "),
                        lines(
                                "CREATE TABLE t%1$s (id bigint PRIMARY KEY, name varchar(40) NOT NULL DEFAULT 'n', amount"
                                        + " integer CHECK (amount > 0), at timestamptz NOT NULL DEFAULT now());\n"
                                        + "CREATE INDEX ia%1$s ON t%1$s (name);\n"
                                        + "CREATE INDEX ib%1$s ON t%1$s (at) WHERE amount > 1;\n"
                                        + "CREATE VIEW v%1$s AS SELECT id, name FROM t%1$s WHERE amount > 2;",
                                "\n"));
        MigrationConfig config = catalog.config();
        try (MigrationService service = MigrationService.open(config, TestDatabases.templates())) {
            service.applyMigrations();
            LOG.info(
                    "{} relations: relations {} ms, full {} ms, with seeds {} ms",
                    5 * TABLES,
                    median(service, config, VerifyLevel.RELATIONS),
                    median(service, config, VerifyLevel.FULL),
                    median(service, config, VerifyLevel.FULL_WITH_SEEDS));
            assertThat(service.verifyMigrations().isClean()).isTrue();
        }
    }

    private static String lines(String format, String separator) {
        return IntStream.range(0, TABLES).mapToObj(format::formatted).collect(Collectors.joining(separator));
    }

    private static double median(MigrationService service, MigrationConfig config, VerifyLevel level) {
        MigrationConfig verified = config.withOptions(config.options().withVerify(level));
        List<Duration> times = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            long start = System.nanoTime();
            service.verifyMigrations(verified);
            times.add(Duration.ofNanos(System.nanoTime() - start));
        }
        Collections.sort(times);
        return times.get(ROUNDS / 2).toNanos() / 10_000 / 100.0;
    }
}
