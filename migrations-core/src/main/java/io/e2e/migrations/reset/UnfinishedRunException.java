package io.e2e.migrations.reset;

import io.e2e.migrations.config.MigrationException;

/**
 * The run that filled the database was killed, or lost its connection for good, before it remembered what the migrations
 * leave. The next run does it.
 */
public final class UnfinishedRunException extends MigrationException {

    UnfinishedRunException(String target) {
        super(
                "Cannot reset " + target + ": the run that first applied migrations to it was cut off before it"
                        + " remembered which rows they leave. Nothing was changed.",
                "Apply the migrations once more, before any test uses the database (e2e.migrations.apply=startup, or"
                        + " MigrationService.applyMigrations()): that completes the run. If tests have used it, start"
                        + " with an empty database (or drop the schema).",
                null);
    }
}
