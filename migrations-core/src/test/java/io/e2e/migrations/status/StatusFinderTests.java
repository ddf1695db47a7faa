package io.e2e.migrations.status;

import static io.e2e.migrations.catalog.CatalogBuilder.catalog;
import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.catalog.MigrationCatalog;
import io.e2e.migrations.plan.AppliedMigration;
import io.e2e.migrations.plan.InterruptedMigration;
import io.e2e.migrations.plan.MigrationPlanner;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StatusFinderTests {

    private final List<AppliedMigration> history = new ArrayList<>();
    private final List<InterruptedMigration> interrupted = new ArrayList<>();

    @Test
    void statusWhenNothingIsPlannedOrAppliedSaysSo() {
        assertThat(status(catalog().build())).isEqualTo("Migrations in a database: none");
    }

    @Test
    void statusWhenAFileWasRenamedSaysWhichFileHasItsText() {
        MigrationCatalog catalog =
                catalog().file("005_b.sql", "creates: table b").build();
        add("002_b.sql", catalog.migrations().get(0).checksum(), "file:/sql");

        assertThat(status(catalog)).isEqualTo("""
                Migrations in a database: 1 pending, 1 missing
                  005 b      pending
                  002_b.sql  missing  2026-11-05T12:00:00Z  by tester  7 ms  005_b.sql has the same text""");
    }

    @Test
    void statusWhenARepeatableFileWasEditedSaysThatItRunsAgain() {
        MigrationCatalog catalog = catalog()
                .file("1000_views.sql", "creates: view v", "repeatable: true")
                .build();
        add("1000_views.sql", "0ld", "file:/sql");

        assertThat(status(catalog)).isEqualTo("""
                Migrations in a database: 1 pending
                  1000 views  pending  2026-11-05T12:00:00Z  by tester  7 ms  again: its text has changed""");
    }

    @Test
    void statusWhenMigrationsWereInterruptedSaysWhereAndSinceWhen() {
        MigrationCatalog catalog =
                catalog().file("001_a.sql", "creates: table a").build();
        for (String file : List.of("001_a.sql", "002_gone.sql")) {
            this.interrupted.add(new InterruptedMigration(
                    file,
                    Instant.parse("2026-11-05T12:00:00.5Z"),
                    new InterruptedMigration.Step(2, 5, "VACUUM", true, "")));
        }

        assertThat(status(catalog)).isEqualTo("""
                Migrations in a database: 2 interrupted
                  001 a         interrupted  at line 5, since 2026-11-05T12:00:00Z
                  002_gone.sql  interrupted  at line 5, since 2026-11-05T12:00:00Z""");
    }

    @Test
    void statusIgnoresRowsOfOtherCatalogs() {
        MigrationCatalog catalog =
                catalog().file("001_a.sql", "creates: table a").build();
        add("001_a.sql", catalog.migrations().get(0).checksum(), "file:/sql");
        add("002_b.sql", "checksum", "file:/other");

        assertThat(status(catalog)).startsWith("Migrations in a database: 1 applied\n  001 a  applied  ");
    }

    private void add(String file, String checksum, String location) {
        this.history.add(new AppliedMigration(
                this.history.size() + 1L,
                file,
                checksum,
                Map.of(),
                Instant.parse("2026-11-05T12:00:00.5Z"),
                "tester",
                Duration.ofMillis(7),
                location));
    }

    private String status(MigrationCatalog catalog) {
        return new StatusFinder(catalog, MigrationPlanner.plan(catalog, List.of()), this.history, Map.of())
                .status("a database", this.interrupted)
                .toString();
    }
}
