package io.e2e.migrations.reset;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.MigrationService;
import io.e2e.migrations.testing.CatalogDirectory;
import io.e2e.migrations.testing.SharedDatabase;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A catalog that the test writes itself, on a database of its own, and what tests of resets do with the two. */
abstract class OwnCatalog {

    final SharedDatabase database = SharedDatabase.create();

    CatalogDirectory catalog;

    @BeforeEach
    void makeCatalog(@TempDir Path directory) {
        this.catalog = new CatalogDirectory(directory);
    }

    /** Table {@code a} with two rows, and table {@code b} without any. */
    void writeTwoTables() {
        this.catalog
                .write(
                        "001_a.sql",
                        "-- creates: table a",
                        "CREATE TABLE a (id serial PRIMARY KEY, word text); INSERT INTO a (word) VALUES ('one'), ('two');")
                .write("002_b.sql", "-- creates: table b", "CREATE TABLE b (id serial PRIMARY KEY, word text);");
    }

    /** Applies what the directory holds, as another process would later. */
    void migrate() {
        migrate(this.catalog.config());
    }

    void migrate(MigrationConfig config) {
        try (MigrationService service = MigrationService.open(config, this.database.access())) {
            service.applyMigrations();
        }
    }

    ResetReport reset() {
        return reset(this.catalog.config());
    }

    ResetReport reset(MigrationConfig config) {
        try (MigrationService service = MigrationService.open(config, this.database.access())) {
            return service.reset();
        }
    }

    List<String> rows(String table) {
        return this.database.query("SELECT t::text FROM " + table + " t ORDER BY 1");
    }
}
