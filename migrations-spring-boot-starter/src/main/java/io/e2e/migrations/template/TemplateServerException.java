package io.e2e.migrations.template;

import io.e2e.migrations.config.MigrationException;
import io.e2e.migrations.session.SqlStates;
import java.sql.SQLException;

/** The server refused what a database for one test needs. */
public final class TemplateServerException extends MigrationException {

    private final String sqlState;

    TemplateServerException(String action, String server, SQLException cause) {
        super(
                "Could not " + action + " on " + server + ": " + cause.getMessage() + " (SQLSTATE "
                        + SqlStates.of(cause) + ").",
                "Check that the server runs and has room, and that the role may do this. Or set"
                        + " e2e.migrations.isolation=none and use @ResetData for fresh data.",
                cause);
        this.sqlState = SqlStates.of(cause);
    }

    /** PostgreSQL's code for the reason. */
    public String sqlState() {
        return this.sqlState;
    }
}
