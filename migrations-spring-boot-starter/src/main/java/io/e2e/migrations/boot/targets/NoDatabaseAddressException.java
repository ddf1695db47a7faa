package io.e2e.migrations.boot.targets;

import io.e2e.migrations.config.MigrationException;
import io.e2e.migrations.datasource.DataSourceAccess;

/** A property asks for the address of the starter's database, but the tests use the application's own. */
public final class NoDatabaseAddressException extends MigrationException {

    NoDatabaseAddressException(String property, TargetChoice choice) {
        super(
                "${" + property + "} has no value, because the tests use the application's own database: "
                        + choice.reason() + ".",
                DataSourceAccess.USE_EMBEDDED,
                null);
    }
}
