package io.e2e.migrations.kubernetes;

import io.e2e.migrations.config.MigrationException;
import java.sql.SQLException;

/** PostgreSQL runs in its pod but does not let this role into this database: waiting cannot help. */
public final class LoginRefusedException extends MigrationException {

    private final String user;
    private final String database;
    private final String sqlState;

    LoginRefusedException(Login login, String problem, String remedy, SQLException cause) {
        super(problem, remedy, cause);
        this.user = login.user;
        this.database = login.database;
        this.sqlState = String.valueOf(cause.getSQLState());
    }

    /** The role that was refused. */
    public String user() {
        return this.user;
    }

    /** The database that was asked for. */
    public String database() {
        return this.database;
    }

    /** PostgreSQL's error code, such as {@code 28P01} for a wrong password or {@code 3D000} for a wrong database. */
    public String sqlState() {
        return this.sqlState;
    }

    /** Who wanted in, and where. */
    record Login(String user, String database) {}
}
