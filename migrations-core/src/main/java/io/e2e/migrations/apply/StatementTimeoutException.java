package io.e2e.migrations.apply;

import io.e2e.migrations.config.MigrationException;
import java.time.Duration;

/** A statement of a migration ran longer than {@code e2e.migrations.statement-timeout}, or was cancelled. */
public final class StatementTimeoutException extends MigrationException {

    private final FailedStatement statement;
    private final MigrationReport report;

    StatementTimeoutException(FailedStatement statement, Duration limit, MigrationReport report, Exception cause) {
        super(
                "A statement did not end within " + limit.toMillis() + " ms: " + statement + "\n" + report,
                "Look for what it waits for, or raise e2e.migrations.statement-timeout, and run again: nothing of this"
                        + " migration stayed.",
                cause);
        this.statement = statement;
        this.report = report;
    }

    /** The statement and where it stands. */
    public FailedStatement statement() {
        return this.statement;
    }

    /** What was applied before, what failed, and what was not run. */
    public MigrationReport report() {
        return this.report;
    }
}
