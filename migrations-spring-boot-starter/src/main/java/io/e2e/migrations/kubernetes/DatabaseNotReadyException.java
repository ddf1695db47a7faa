package io.e2e.migrations.kubernetes;

import io.e2e.migrations.config.MigrationException;
import java.time.Duration;

/**
 * No pod of the service answered a query in time: at the start, or after the connection was lost because its pod was
 * replaced. The message contains the pod's own reason.
 */
public final class DatabaseNotReadyException extends MigrationException {

    private final String reason;
    private final Duration waited;

    DatabaseNotReadyException(String problem, String remedy, ReadinessWait wait) {
        super(problem, remedy, wait.cause());
        this.reason = wait.reason();
        this.waited = wait.waited();
    }

    /** Why PostgreSQL was not ready when the wait ended, as far as the cluster tells. */
    public String reason() {
        return this.reason;
    }

    /** How long the wait lasted. */
    public Duration waited() {
        return this.waited;
    }
}
