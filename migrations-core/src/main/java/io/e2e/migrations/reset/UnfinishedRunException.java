package io.e2e.migrations.reset;

import io.e2e.migrations.config.MigrationException;
import java.util.List;

/**
 * The first run on the database was interrupted before it recorded the seed data of the migrations, or a migration that
 * runs outside of a transaction was interrupted. The next run completes it.
 */
public final class UnfinishedRunException extends MigrationException {

    private UnfinishedRunException(String problem, String remedy) {
        super(problem, remedy, null);
    }

    static UnfinishedRunException first(String target) {
        return new UnfinishedRunException(
                "Cannot reset " + target + ": the run that first applied migrations to it was interrupted before it"
                        + " recorded their seed data. Nothing was changed.",
                "Apply the migrations once more, before any test uses the database (e2e.migrations.apply=startup, or"
                        + " MigrationService.applyMigrations()): that completes the run. If tests have used it, start"
                        + " with an empty database.");
    }

    static UnfinishedRunException interrupted(String target, List<String> files) {
        return new UnfinishedRunException(
                "Cannot reset " + target + ": " + String.join(", ", files)
                        + " was interrupted, and the rows that it has"
                        + " inserted are not recorded as seed data before it ends. Nothing was changed.",
                "Apply the migrations (MigrationService.applyMigrations()): the migration continues, or the error says"
                        + " what to do.");
    }
}
