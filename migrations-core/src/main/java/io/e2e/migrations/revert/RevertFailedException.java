package io.e2e.migrations.revert;

import io.e2e.migrations.apply.FailedStatement;
import io.e2e.migrations.config.MigrationException;

/** The server refused a statement of a Down section. Its migration stays applied; those before it stay reverted. */
public final class RevertFailedException extends MigrationException {

    private final FailedStatement statement;
    private final RevertReport report;

    RevertFailedException(FailedStatement statement, RevertReport report, Exception cause) {
        super(
                "The Down section failed: " + statement + "\n" + report,
                "Remove the cause that the server names, and revert again: this migration is still applied, and those"
                        + " reverted before it are not reverted again.",
                cause);
        this.statement = statement;
        this.report = report;
    }

    /** The statement, its position, and the server's error. */
    public FailedStatement statement() {
        return this.statement;
    }

    /** What was reverted before, what failed, and what was not run. */
    public RevertReport report() {
        return this.report;
    }
}
