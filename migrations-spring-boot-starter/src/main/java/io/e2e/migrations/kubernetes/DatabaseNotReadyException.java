package io.e2e.migrations.kubernetes;

import io.e2e.migrations.config.MigrationException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * No pod of the service answered a query in time: at the start, or after the tunnel was lost because its pod was replaced.
 * The message carries the pod's own reason.
 */
public final class DatabaseNotReadyException extends MigrationException {

    private final String reason;
    private final Duration waited;

    DatabaseNotReadyException(String problem, String remedy, Waited waited) {
        super(problem, remedy, waited.cause);
        this.reason = waited.reason;
        this.waited = waited.duration;
    }

    /** Why it was not ready when the wait ended, as far as the cluster tells. */
    public String reason() {
        return this.reason;
    }

    /** How long it was waited for. */
    public Duration waited() {
        return this.waited;
    }

    /** The facts of a wait that ended in vain. */
    record Waited(
            String reason, Duration duration, @Nullable Throwable cause) {}
}
