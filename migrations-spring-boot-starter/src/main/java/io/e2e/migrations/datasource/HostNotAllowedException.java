package io.e2e.migrations.datasource;

import io.e2e.migrations.config.MigrationException;

/** The application's database is on a host that may be in use elsewhere. Nothing was sent to it. */
public final class HostNotAllowedException extends MigrationException {

    private final String host;
    private final String database;

    HostNotAllowedException(String host, String database) {
        super(
                "The database '" + database + "' is on host '" + host
                        + "', which is neither this machine nor a container of this test; a test does not migrate it.",
                DataSourceAccess.USE_EMBEDDED + " If it is a test database, name the host:"
                        + " e2e.migrations.allowed-hosts=" + host + ".",
                null);
        this.host = host;
        this.database = database;
    }

    /** The host that was refused. */
    public String host() {
        return this.host;
    }

    /** The database's name. */
    public String database() {
        return this.database;
    }
}
