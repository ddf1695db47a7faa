package io.e2e.migrations.testing;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.embedded.EmbeddedAccess;
import io.e2e.migrations.embedded.EmbeddedSettings;

/** A new empty database for each test, all in one embedded server that lives as long as the JVM of the tests. */
public final class TestDatabases {

    private static final EmbeddedAccess ACCESS =
            EmbeddedAccess.with(EmbeddedSettings.defaults().withoutTemplate());

    /** Keeps the server up between test classes; the JVM's end closes it. */
    private static final TargetDatabase KEEPER =
            ACCESS.open(MigrationConfig.defaults().databaseRequest());

    private TestDatabases() {}

    /** Its databases are empty, whatever template is offered. */
    public static EmbeddedAccess access() {
        KEEPER.description();
        return ACCESS;
    }

    /** Its databases are copies of the template that is offered, on the same server. */
    public static EmbeddedAccess templates() {
        KEEPER.description();
        return EmbeddedAccess.with(EmbeddedSettings.defaults());
    }

    public static TargetDatabase create() {
        return access().open(MigrationConfig.defaults().databaseRequest());
    }
}
