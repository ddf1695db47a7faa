package io.e2e.migrations.embedded;

import io.e2e.migrations.MigrationException;
import java.time.Duration;
import java.util.List;

/** The embedded PostgreSQL was not ready in time; carries the end of its output. */
public final class EmbeddedTimeoutException extends MigrationException {

    private final Duration limit;
    private final List<String> log;

    EmbeddedTimeoutException(String awaited, Duration limit, LogTail log) {
        super(
                "The embedded PostgreSQL was not ready within " + limit.toMillis() + " ms; waited for " + awaited + "."
                        + log.asText(),
                "Raise e2e.migrations.embedded.start-timeout if this machine is slow or busy.",
                null);
        this.limit = limit;
        this.log = log.lines();
    }

    /** How long it was waited for. */
    public Duration limit() {
        return this.limit;
    }

    /** The last lines that the program wrote. */
    public List<String> log() {
        return this.log;
    }
}
