package io.e2e.migrations.apply;

import io.e2e.migrations.config.MigrationException;
import java.time.Duration;

/** A statement of a migration took longer than {@code e2e.migrations.statement-timeout}, or was canceled. */
public final class StatementTimeoutException extends MigrationException {

    private final FailedStatement statement;
    private final MigrationReport report;

    StatementTimeoutException(
            FailedStatement statement, String consequence, Duration limit, MigrationReport report, Exception cause) {
        super(
                "A statement did not end within " + limit.toMillis() + " ms: " + statement + "\n" + report,
                "Find out what the statement waits for, or raise e2e.migrations.statement-timeout, and run again: "
                        + consequence + ".",
                cause);
        this.statement = statement;
        this.report = report;
    }

    /** The statement and its position. */
    public FailedStatement statement() {
        return this.statement;
    }

    /** What was applied before, what failed, and what was not run. */
    public MigrationReport report() {
        return this.report;
    }
}
