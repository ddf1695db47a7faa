package io.e2e.migrations.plan;

import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.catalog.MigrationCatalog;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Builds the history of a database, row by row. */
final class History {

    static final Instant APPLIED_AT = Instant.parse("2026-11-05T12:00:00Z");

    private final MigrationCatalog catalog;
    private final List<AppliedMigration> rows = new ArrayList<>();

    History(MigrationCatalog catalog) {
        this.catalog = catalog;
    }

    /** Adds these files with the checksums of the catalog, in this order and without inputs. */
    History applied(String... files) {
        for (String file : files) {
            applied(file, Map.of());
        }
        return this;
    }

    /** Adds a file with the checksum of the catalog and these inputs. */
    History applied(String file, Map<String, String> inputs) {
        String checksum = this.catalog.migrations().stream()
                .filter(migration -> migration.file().equals(file))
                .map(Migration::checksum)
                .findFirst()
                .orElseThrow();
        return row(file, checksum, inputs);
    }

    /** Adds a row. The row of a file that was applied before moves to the end, as in the database. */
    History row(String file, String checksum, Map<String, String> inputs) {
        long rank =
                this.rows.isEmpty() ? 1 : this.rows.get(this.rows.size() - 1).rank() + 1;
        this.rows.removeIf(row -> row.file().equals(file));
        this.rows.add(new AppliedMigration(rank, file, checksum, inputs, APPLIED_AT, "tester", Duration.ZERO, null));
        return this;
    }

    MigrationCatalog catalog() {
        return this.catalog;
    }

    List<AppliedMigration> rows() {
        return this.rows;
    }

    PendingFinder finder(Map<String, String> inputs) {
        return new PendingFinder(this.catalog, this.rows, inputs);
    }
}
