package io.e2e.migrations.reset;

import io.e2e.migrations.config.MigrationException;

/** The database has no history of migrations, so nothing in it is ours to reset. */
public final class NothingMigratedException extends MigrationException {

    NothingMigratedException(String target) {
        super(
                "Cannot reset " + target + ": no migration was ever applied to it, so none of its tables is known to be"
                        + " ours. Nothing was changed.",
                "Apply the migrations first (e2e.migrations.apply=startup, or MigrationService.applyMigrations()), and"
                        + " check that e2e.migrations.schema names the schema they went to.",
                null);
    }
}
