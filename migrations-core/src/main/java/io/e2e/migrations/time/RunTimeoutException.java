package io.e2e.migrations.time;

import io.e2e.migrations.config.MigrationException;
import java.time.Duration;

/** A run took longer than {@code e2e.migrations.run-timeout}; the statement under way was canceled. */
public final class RunTimeoutException extends MigrationException {

    RunTimeoutException(String awaited, Duration limit) {
        super(
                "The run did not end within " + limit.toMillis()
                        + " ms (e2e.migrations.run-timeout). At last it waited for " + awaited + ".",
                "Find out what takes so long, or raise e2e.migrations.run-timeout, and run again: each migration is"
                        + " applied as a whole or not at all, and applied ones are not applied again.",
                null);
    }
}
