package io.e2e.migrations.embedded;

import io.e2e.migrations.MigrationException;
import java.sql.SQLException;

/** The embedded PostgreSQL runs but refused the configured role or database. */
public final class EmbeddedDatabaseException extends MigrationException {

    private final String sqlState;

    EmbeddedDatabaseException(String action, SQLException cause) {
        super(
                "The embedded PostgreSQL refused to " + action + ": " + cause.getMessage() + " (SQLSTATE "
                        + cause.getSQLState() + ").",
                "Set e2e.migrations.postgres-user and e2e.migrations.postgres-db to names that PostgreSQL accepts.",
                cause);
        this.sqlState = String.valueOf(cause.getSQLState());
    }

    /** PostgreSQL's code for the reason. */
    public String sqlState() {
        return this.sqlState;
    }
}
