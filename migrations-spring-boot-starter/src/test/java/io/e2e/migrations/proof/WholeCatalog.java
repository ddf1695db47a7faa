package io.e2e.migrations.proof;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.MigrationService;
import io.e2e.migrations.testing.SharedDatabase;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** Tests on one database with all that the Data Storage catalog makes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class WholeCatalog {

    final SharedDatabase database = SharedDatabase.create();

    @BeforeAll
    void applyEverything() {
        try (MigrationService migrations = MigrationService.open(MigrationConfig.defaults(), this.database.access())) {
            migrations.applyAllMigrations();
        }
    }
}
