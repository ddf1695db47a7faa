package io.e2e.migrations.session;

import io.e2e.migrations.config.MigrationException;
import java.sql.SQLException;

/**
 * The connection broke or the server ended it. A run then connects anew and reads the history again, so this reaches a
 * user only if that does not help either.
 */
public final class ConnectionLostException extends MigrationException {

    /**
     * Describes the loss.
     *
     * @param doing what was under way, as a main clause without a full stop
     * @param cause the driver's error
     */
    public ConnectionLostException(String doing, SQLException cause) {
        super(
                doing + ": the connection was lost: " + cause.getMessage() + " (SQLSTATE " + SqlStates.of(cause) + ")",
                "Check that the server is still running, and run again: nothing was left half done, and what was"
                        + " applied is not applied again.",
                cause);
    }
}
