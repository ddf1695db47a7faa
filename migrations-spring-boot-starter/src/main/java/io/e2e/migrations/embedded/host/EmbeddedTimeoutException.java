package io.e2e.migrations.embedded.host;

import io.e2e.migrations.config.MigrationException;
import java.time.Duration;
import java.util.List;

/** The embedded PostgreSQL was not ready in time. The exception has the end of its output. */
public final class EmbeddedTimeoutException extends MigrationException {

    private static final String REMEDY = "Raise e2e.migrations.embedded.start-timeout if this machine is slow or busy";

    private final Duration limit;
    private final List<String> log;

    private EmbeddedTimeoutException(String problem, String remedy, Duration limit, LogTail log) {
        super(problem, remedy, null);
        this.limit = limit;
        this.log = log.lines();
    }

    /** Timed out waiting for a program or for an answer of the server. */
    public EmbeddedTimeoutException(String awaited, Duration limit, LogTail log) {
        this(
                "The embedded PostgreSQL was not ready within " + limit.toMillis() + " ms; waited for " + awaited + "."
                        + log.asText(),
                REMEDY + ".",
                limit,
                log);
    }

    /** Timed out waiting for another process; {@code what} says what it does. */
    static EmbeddedTimeoutException ofAnother(String what, Duration limit) {
        return new EmbeddedTimeoutException(
                "The embedded PostgreSQL was not ready within " + limit.toMillis()
                        + " ms; waited for another process, which " + what + ".",
                REMEDY + ", or if that process has many migrations to apply.",
                limit,
                new LogTail(List.of()));
    }

    /** The time-out. */
    public Duration limit() {
        return this.limit;
    }

    /** The last lines that the program wrote. */
    public List<String> log() {
        return this.log;
    }
}
