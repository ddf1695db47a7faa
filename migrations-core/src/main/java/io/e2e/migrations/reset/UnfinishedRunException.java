package io.e2e.migrations.reset;

import io.e2e.migrations.config.MigrationException;

/**
 * The first run on the database was interrupted before it recorded the seed data of the migrations. The next run
 * records it.
 */
public final class UnfinishedRunException extends MigrationException {

    UnfinishedRunException(String target) {
        super(
                "Cannot reset " + target + ": the run that first applied migrations to it was interrupted before it"
                        + " recorded their seed data. Nothing was changed.",
                "Apply the migrations once more, before any test uses the database (e2e.migrations.apply=startup, or"
                        + " MigrationService.applyMigrations()): that completes the run. If tests have used it, start"
                        + " with an empty database.",
                null);
    }
}
