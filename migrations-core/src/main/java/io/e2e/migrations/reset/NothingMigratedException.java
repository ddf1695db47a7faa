package io.e2e.migrations.reset;

import io.e2e.migrations.config.MigrationException;

/** The database has no history of migrations, so none of its tables is ours to reset. */
public final class NothingMigratedException extends MigrationException {

    NothingMigratedException(String target) {
        super(
                "Cannot reset " + target + ": no migration was applied to it, so it has no tables of these migrations."
                        + " Nothing was changed.",
                "Apply the migrations first (e2e.migrations.apply=startup, or MigrationService.applyMigrations()), and"
                        + " check that e2e.migrations.schema names the migrated schema.",
                null);
    }
}
