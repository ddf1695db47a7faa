package io.e2e.migrations.apply;

import io.e2e.migrations.config.MigrationException;
import io.e2e.migrations.session.SqlStates;

/** The server refused a statement of a migration. The migration was rolled back; those before it stay applied. */
public final class MigrationFailedException extends MigrationException {

    private final FailedStatement statement;
    private final MigrationReport report;

    MigrationFailedException(String migration, FailedStatement statement, MigrationReport report, Exception cause) {
        super("Migration '" + migration + "' failed: " + statement + "\n" + report, remedy(statement), cause);
        this.statement = statement;
        this.report = report;
    }

    private static String remedy(FailedStatement statement) {
        if (SqlStates.LOCK_NOT_AVAILABLE.equals(statement.sqlState())) {
            return "Another session holds a lock on the table: end its transaction and run again, or raise"
                    + " e2e.migrations.lock-timeout.";
        }
        String cause = statement.line() == FailedStatement.NO_LINE
                ? "Remove the cause that the server names"
                : "Fix " + statement.position();
        return cause
                + " and run again: this migration was rolled back, and those applied before it are not applied again.";
    }

    /** The statement, its position, and the server's error. */
    public FailedStatement statement() {
        return this.statement;
    }

    /** What was applied before, what failed, and what was not run. */
    public MigrationReport report() {
        return this.report;
    }
}
