package io.e2e.migrations.embedded.process;

import io.e2e.migrations.config.MigrationException;
import java.sql.SQLException;

/** The embedded PostgreSQL runs but refused the configured role or database, or has no room for it. */
public final class EmbeddedDatabaseException extends MigrationException {

    private static final String DISK_FULL = "53100";

    private final String sqlState;

    public EmbeddedDatabaseException(String action, SQLException cause) {
        super(
                "The embedded PostgreSQL refused to " + action + ": " + cause.getMessage() + " (SQLSTATE "
                        + cause.getSQLState() + ").",
                remedy(cause),
                cause);
        this.sqlState = String.valueOf(cause.getSQLState());
    }

    private static String remedy(SQLException cause) {
        return DISK_FULL.equals(cause.getSQLState())
                ? "Make room where the server runs, or choose another place with e2e.migrations.embedded.run-directory."
                : "Set e2e.migrations.postgres-user and e2e.migrations.postgres-db to names that PostgreSQL accepts.";
    }

    /** PostgreSQL's code for the reason. */
    public String sqlState() {
        return this.sqlState;
    }
}
