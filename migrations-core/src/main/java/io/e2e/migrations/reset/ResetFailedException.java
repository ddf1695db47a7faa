package io.e2e.migrations.reset;

import io.e2e.migrations.config.MigrationException;
import io.e2e.migrations.session.SqlStates;
import java.sql.SQLException;

/** The server refused a statement of a reset, or another session blocked it. Nothing was changed. */
public final class ResetFailedException extends MigrationException {

    private final String sqlState;

    ResetFailedException(String target, SQLException cause) {
        super(
                "Cannot reset " + target + ": " + cause.getMessage() + " (SQLSTATE " + SqlStates.of(cause)
                        + "). Nothing was changed.",
                remedy(SqlStates.of(cause)),
                cause);
        this.sqlState = SqlStates.of(cause);
    }

    private static String remedy(String state) {
        return switch (state) {
            case SqlStates.LOCK_NOT_AVAILABLE ->
                "Another session locks rows or tables. Look for an open transaction of a test or of a thread that a test"
                        + " started; or raise e2e.migrations.lock-timeout.";
            case SqlStates.QUERY_CANCELED ->
                "Find out what the statement waited for, or raise e2e.migrations.statement-timeout.";
            case SqlStates.INSUFFICIENT_PRIVILEGE ->
                "Reset as the role that applied the migrations, which owns the tables (e2e.migrations.postgres-user).";
            default ->
                "If a test changed tables or sequences themselves, undo that in the test, or give each test a database of"
                        + " its own (e2e.migrations.isolation=method); otherwise fix what the server names.";
        };
    }

    /** The server's error code. */
    public String sqlState() {
        return this.sqlState;
    }
}
