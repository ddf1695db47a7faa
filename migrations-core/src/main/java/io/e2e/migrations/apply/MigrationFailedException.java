package io.e2e.migrations.apply;

import io.e2e.migrations.config.MigrationException;
import io.e2e.migrations.session.SqlStates;

/** The server refused a statement of a migration. Nothing of that migration stayed; those before it are applied. */
public final class MigrationFailedException extends MigrationException {

    private final FailedStatement statement;
    private final MigrationReport report;

    MigrationFailedException(String migration, FailedStatement statement, MigrationReport report, Exception cause) {
        super("migration '" + migration + "' failed: " + statement + "\n" + report, remedy(statement), cause);
        this.statement = statement;
        this.report = report;
    }

    private static String remedy(FailedStatement statement) {
        if (SqlStates.LOCK_NOT_AVAILABLE.equals(statement.sqlState())) {
            return "Another session holds a lock on the table: end its transaction and run again, or raise"
                    + " e2e.migrations.lock-timeout.";
        }
        return "Mend " + statement.position()
                + " and run again: nothing of this migration stayed, and what was applied before it is not applied again.";
    }

    /** The statement, where it stands, and the server's answer. */
    public FailedStatement statement() {
        return this.statement;
    }

    /** What was applied before, what failed, and what was not run. */
    public MigrationReport report() {
        return this.report;
    }
}
