package io.e2e.migrations.reset;

import io.e2e.migrations.config.MigrationException;

/** The database has no history of migrations, so none of its tables is ours to reset. */
public final class NothingMigratedException extends MigrationException {

    private NothingMigratedException(String problem, String remedy) {
        super(problem, remedy, null);
    }

    /** Nothing can be reset in a database for which there are no migrations. */
    public static NothingMigratedException withoutLocations(String target) {
        return new NothingMigratedException(
                "Cannot reset " + target
                        + ": e2e.migrations.locations is empty, so there are no migrations whose data could"
                        + " be restored. Nothing was changed.",
                "Set e2e.migrations.isolation=method, which gives each test a new database with what the application's own"
                        + " migrations leave; and take @ResetData off the test.");
    }

    static NothingMigratedException of(String target) {
        return new NothingMigratedException(
                "Cannot reset " + target + ": no migration was applied to it, so it has no tables of these migrations."
                        + " Nothing was changed.",
                "Apply the migrations first (e2e.migrations.apply=startup, or MigrationService.applyMigrations()), and"
                        + " check that e2e.migrations.schema names the migrated schema.");
    }
}
