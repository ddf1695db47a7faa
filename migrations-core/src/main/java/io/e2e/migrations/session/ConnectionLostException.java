package io.e2e.migrations.session;

import io.e2e.migrations.config.MigrationException;
import java.sql.BatchUpdateException;
import java.sql.SQLException;

/**
 * The connection was lost, or the server terminated it. A run then connects again and reads the history again. A user
 * sees this exception only if the connection is lost repeatedly.
 */
public final class ConnectionLostException extends MigrationException {

    /**
     * Creates the exception.
     *
     * @param doing what failed, such as {@code While resetting a database}
     * @param cause the driver's error
     */
    public ConnectionLostException(String doing, SQLException cause) {
        super(
                doing + ": the connection was lost: " + reason(cause) + " (SQLSTATE " + SqlStates.of(cause) + ")",
                "Check that the server is running, and run again: each migration is applied as a whole or not at all,"
                        + " and applied ones are not applied again.",
                cause);
    }

    /** Of a batch, the driver's message is the whole statement, which had no part in the loss. */
    private static String reason(SQLException error) {
        Throwable reason = error instanceof BatchUpdateException && error.getCause() != null ? error.getCause() : error;
        return String.valueOf(reason.getMessage());
    }
}
