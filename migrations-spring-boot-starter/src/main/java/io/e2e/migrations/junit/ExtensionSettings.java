package io.e2e.migrations.junit;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.access.AutomaticAccess;
import io.e2e.migrations.isolation.Isolation;

/**
 * What one extension gives to a test class.
 *
 * @param config the tables, and the database to put them into
 * @param access where the database is
 * @param isolation when the database changes
 * @param reset whether the seed data is restored before each test method
 */
record ExtensionSettings(MigrationConfig config, AutomaticAccess access, Isolation isolation, boolean reset) {

    static final ExtensionSettings DEFAULTS =
            new ExtensionSettings(MigrationConfig.defaults(), AutomaticAccess.defaults(), Isolation.CLASS, false);

    static ExtensionSettings of(MigratedDatabase annotation) {
        MigrationConfig config = DEFAULTS.config.withTables(annotation.tables());
        return new ExtensionSettings(config, DEFAULTS.access, annotation.isolation(), annotation.reset());
    }
}
