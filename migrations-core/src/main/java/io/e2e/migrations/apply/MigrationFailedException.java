package io.e2e.migrations.apply;

import io.e2e.migrations.catalog.MigrationHeader;
import io.e2e.migrations.config.MigrationException;
import io.e2e.migrations.config.MigrationOptions;
import io.e2e.migrations.foreign.MissingRequisites;
import io.e2e.migrations.session.DatabaseSession;
import io.e2e.migrations.session.SqlStates;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * The server refused a statement of a migration. The migration was rolled back, or continues at this statement if it
 * runs outside of a transaction; those before it stay applied.
 */
public final class MigrationFailedException extends MigrationException {

    private static final Set<String> NEED_NO_TRANSACTION =
            Set.of(SqlStates.REFUSES_TRANSACTION, SqlStates.REFUSES_COMMIT, SqlStates.UNSAFE_NEW_ENUM_VALUE);

    /** What the server answers if the history is gone: an unknown table or schema. */
    private static final Set<String> LOST_HISTORY = Set.of("42P01", "3F000");

    /** Unknown tables, columns, functions and schemas. */
    private static final Set<String> UNDEFINED = Set.of("42P01", "42703", "42883", "3F000");

    private final FailedStatement statement;
    private final MigrationReport report;

    /** What became of the migration, for the end of the remedy. */
    static final String ROLLED_BACK = "this migration was rolled back";

    /** As {@link #ROLLED_BACK}, for a migration that runs outside of a transaction. */
    static final String CONTINUES = "this migration runs outside of a transaction, and continues at this statement";

    MigrationFailedException(
            String migration, FailedStatement statement, String consequence, MigrationReport report, Exception cause) {
        super(
                "Migration '" + migration + "' failed: " + statement + "\n" + report,
                remedy(statement, consequence),
                cause);
        this.statement = statement;
        this.report = report;
    }

    private MigrationFailedException(Failure failure, MigrationReport report) {
        super(
                "Migration '" + failure.batch().migration().name() + "' failed: " + failure.statement() + "\n" + report,
                remedy(failure.statement(), failure.consequence())
                        + (failure.foreign()
                                        && UNDEFINED.contains(
                                                failure.statement().sqlState())
                                ? " If something else makes what is missing before the migrations run, such as JPA or a"
                                        + " script, let a file of e2e.migrations.run-first do it."
                                : ""),
                failure.error());
        this.statement = failure.statement();
        this.report = report;
    }

    /** As {@link #CONTINUES}, after a statement of this file that may have been done in part. */
    static String needsRepair(String file) {
        return "this statement may have been done in part, so replace it by what remains to be done, and call"
                + " migrations.repair(\"" + file + "\") to continue there";
    }

    private static String remedy(FailedStatement statement, String consequence) {
        boolean rolledBack = consequence.equals(ROLLED_BACK);
        if (SqlStates.LOCK_NOT_AVAILABLE.equals(statement.sqlState())) {
            return "Another session holds a lock on the table: end its transaction and run again, or raise"
                    + " e2e.migrations.lock-timeout" + (rolledBack ? "." : ": " + consequence + ".");
        }
        if (rolledBack && NEED_NO_TRANSACTION.contains(statement.sqlState())) {
            return "Write -- +goose NO TRANSACTION before the first statement of " + statement.file()
                    + " and run again: this migration was rolled back, because PostgreSQL refuses the statement in a"
                    + " transaction.";
        }
        if (statement.line() == FailedStatement.NO_LINE && LOST_HISTORY.contains(statement.sqlState())) {
            return "Leave schema " + MigrationOptions.HISTORY_SCHEMA + " out of what " + statement.file()
                    + " drops or moves: this library records there which migrations are applied. This migration was rolled"
                    + " back.";
        }
        Optional<String> role = MissingRequisites.role(statement.sqlState(), statement.message());
        if (role.isPresent()) {
            return "Create the role " + role.get() + " on the server before the migrations run, or let a file of"
                    + " e2e.migrations.run-first do it: " + consequence + ".";
        }
        String cause = statement.line() == FailedStatement.NO_LINE
                ? "Remove the cause that the server names"
                : "Fix " + statement.position();
        return cause + " and run again: " + consequence
                + (rolledBack ? ", and those applied before it are not applied again." : ".");
    }

    /** The statement, its position, and the server's error. */
    public FailedStatement statement() {
        return this.statement;
    }

    /** What was applied before, what failed, and what was not run. */
    public MigrationReport report() {
        return this.report;
    }

    /** A statement that failed, and what became of its migration, for the end of the remedy. */
    record Failure(
            MigrationBatch batch, FailedStatement statement, String consequence, SQLException error, boolean foreign) {

        private boolean lacksObject() {
            return this.statement.line() != FailedStatement.NO_LINE && UNDEFINED.contains(this.statement.sqlState());
        }

        /** The exception for it. */
        RuntimeException exception(DatabaseSession session, MigrationReport report, Duration statementTimeout) {
            MigrationHeader header = this.batch.migration().header();
            return switch (this.statement.sqlState()) {
                case SqlStates.QUERY_CANCELED ->
                    new StatementTimeoutException(
                            this.statement, this.consequence, statementTimeout, report, this.error);
                case SqlStates.INSUFFICIENT_PRIVILEGE ->
                    new MissingRightsException(
                            this.statement, this.batch.missingRights(session, this.statement), report, this.error);
                default ->
                    MissingExtensionException.find(
                                    this.statement, session.extensionsOffPath(header.extensions()), report, this.error)
                            .<RuntimeException>map(missing -> missing)
                            .orElseGet(() -> new MigrationFailedException(this, report));
            };
        }
    }
}
