package io.e2e.migrations.apply;

import io.e2e.migrations.apply.MigrationBatch.Part;
import io.e2e.migrations.apply.MigrationBatch.Unit;
import io.e2e.migrations.apply.MigrationFailedException.Failure;
import io.e2e.migrations.config.Sha256;
import io.e2e.migrations.plan.InterruptedMigration;
import io.e2e.migrations.plan.InterruptedMigration.Step;
import io.e2e.migrations.plan.InterruptedMigrationException;
import io.e2e.migrations.script.ConcurrentIndex;
import io.e2e.migrations.script.SqlStatement;
import io.e2e.migrations.session.DatabaseSession;
import io.e2e.migrations.session.HistoryTable;
import io.e2e.migrations.session.RoundTrip;
import io.e2e.migrations.session.Sql;
import io.e2e.migrations.session.SqlStates;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Runs the units of a migration one by one: its statements, or the transactions that it begins and ends itself. A unit
 * that can run in a transaction shares it with the record
 * that it is done, so an interruption leaves both or neither. Any other is recorded before and after, and runs alone.
 * An instance runs one migration; not thread-safe.
 */
final class NonTransactionalRun {

    private final DatabaseSession session;
    private final HistoryTable history;
    private final MigrationBatch batch;
    private final @Nullable InterruptedMigration interrupted;
    private Part current = new Part("", FailedStatement.NO_LINE);
    private String consequence = MigrationFailedException.ROLLED_BACK;

    /** Prepares the run of a migration, which continues where it was interrupted. */
    NonTransactionalRun(DatabaseSession session, MigrationBatch batch, @Nullable InterruptedMigration interrupted) {
        this.session = session;
        this.history = session.historyTable();
        this.batch = batch;
        this.interrupted = interrupted;
    }

    /**
     * Runs what is not done yet.
     *
     * @param repairs whether to run a statement again although nobody can tell what became of it
     * @throws InterruptedMigrationException if there is such a statement, and it is not to be run again
     */
    void run(boolean repairs) throws SQLException {
        int next = 0;
        if (this.interrupted == null) {
            transaction(this.batch.before());
        } else {
            next = firstToRun(this.interrupted, repairs);
        }
        for (; next < this.batch.units().size(); next++) {
            run(next);
        }
        this.consequence = MigrationFailedException.CONTINUES;
        transaction(this.batch.after());
    }

    private int firstToRun(InterruptedMigration begun, boolean repairs) throws SQLException {
        Step step = begun.step();
        List<Unit> script = this.batch.units();
        int index = step.number() - 1;
        if (index > script.size() || !step.done().equals(checksum(script.subList(0, index)))) {
            throw InterruptedMigrationException.changed(this.session.description(), begun);
        }
        boolean same = index < script.size() && script.get(index).text().equals(step.sql());
        boolean isDone = false;
        this.consequence = MigrationFailedException.CONTINUES;
        if (step.alone()) {
            SqlStatement statement = new SqlStatement(step.sql(), step.line());
            if (!repairs && !(same && canContinue(statement))) {
                throw InterruptedMigrationException.unknown(this.session.description(), begun, left(statement));
            }
            isDone = clean(statement) && same;
        }
        transaction(Stream.concat(
                        Stream.of(ours(this.history.continueSql(this.batch.migration()))),
                        this.batch.settings().stream())
                .toList());
        for (Unit done : script.subList(0, index)) {
            for (Part part : done.parts()) {
                if (new SqlStatement(part.text(), part.line()).changesSettings()) {
                    execute(part);
                }
            }
        }
        return isDone ? index + 1 : index;
    }

    private static boolean canContinue(SqlStatement statement) {
        return index(statement).isPresent() || statement.isRepeatable();
    }

    /** Without a name, an index cannot be found. */
    private static Optional<ConcurrentIndex> index(SqlStatement statement) {
        return statement.concurrentIndex().filter(index -> !index.name().isEmpty());
    }

    private String left(SqlStatement statement) throws SQLException {
        Optional<ConcurrentIndex> index = index(statement).filter(ConcurrentIndex::creates);
        return index.isPresent() && isValid(index.get()).filter(valid -> !valid).isPresent()
                ? " It left the invalid index " + index.get().name() + ", which a repair drops."
                : "";
    }

    /** Drops the invalid indexes that an interrupted statement left; returns whether it was done as a whole. */
    private boolean clean(SqlStatement statement) throws SQLException {
        Optional<ConcurrentIndex> index = index(statement);
        if (index.isPresent()) {
            Optional<Boolean> valid = isValid(index.get());
            if (!index.get().creates()) {
                return valid.isEmpty();
            }
            if (valid.isPresent() && !valid.get()) {
                execute(ours("DROP INDEX " + index.get().name()));
            }
            return valid.orElse(false);
        }
        if (statement.text().regionMatches(true, 0, "REINDEX", 0, "REINDEX".length())) {
            // The names that REINDEX CONCURRENTLY gives (PostgreSQL manual, "REINDEX").
            for (String name : column("""
                    SELECT c.oid::pg_catalog.regclass FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
                     WHERE NOT i.indisvalid AND c.relname ~ '_cc(new|old)[0-9]*$'
                       AND c.relnamespace = (SELECT oid FROM pg_catalog.pg_namespace WHERE nspname = %s)
                    """.formatted(Sql.literal(this.history.schema())))) {
                execute(ours("DROP INDEX " + name));
            }
        }
        return false;
    }

    private void run(int number) throws SQLException {
        Unit unit = this.batch.units().get(number);
        this.consequence = MigrationFailedException.CONTINUES;
        if (!unit.committed()) {
            rollBack(unit);
            execute(recordOf(number + 1, false));
        } else if ((unit.isSingle() && statement(unit).refusesTransaction()) || !runInTransaction(unit, number)) {
            runAlone(unit, number);
        }
    }

    private void rollBack(Unit unit) throws SQLException {
        this.session.connection().setAutoCommit(false);
        try {
            for (Part part : unit.parts()) {
                execute(part);
            }
        } catch (SQLException ex) {
            throw MigrationBatch.rolledBack(this.session.connection(), ex);
        }
        this.session.connection().rollback();
        this.session.connection().setAutoCommit(true);
    }

    /** Returns {@code false} if the server refuses the statement in a transaction; nothing of it remains then. */
    private boolean runInTransaction(Unit unit, int number) throws SQLException {
        try {
            transaction(Stream.concat(unit.parts().stream(), Stream.of(recordOf(number + 1, false)))
                    .toList());
            return true;
        } catch (SQLException ex) {
            if (unit.isSingle() && SqlStates.REFUSED_IN_TRANSACTION.contains(SqlStates.of(ex))) {
                return false;
            }
            throw ex;
        }
    }

    private void runAlone(Unit unit, int number) throws SQLException {
        SqlStatement statement = statement(unit);
        Optional<ConcurrentIndex> index = index(statement);
        // If an index to create exists, or one to drop does not, the statement does nothing or fails.
        if (index.isEmpty() || isValid(index.get()).isPresent() != index.get().creates()) {
            execute(recordOf(number, true));
            if (!canContinue(statement)) {
                this.consequence = MigrationFailedException.needsRepair(
                        this.batch.migration().file());
            }
        }
        execute(unit.parts().get(0));
        if (index.isPresent()
                && index.get().creates()
                && isValid(index.get()).filter(valid -> !valid).isPresent()) {
            throw new SQLException(
                    "index " + index.get().name() + " exists, but is invalid: drop it", SqlStates.NOT_IN_STATE);
        }
        execute(recordOf(number + 1, false));
    }

    /** Whether an index is valid; empty if it does not exist. */
    private Optional<Boolean> isValid(ConcurrentIndex index) throws SQLException {
        return column("SELECT indisvalid FROM pg_catalog.pg_index WHERE indexrelid = to_regclass("
                        + Sql.literal(index.name()) + ")")
                .stream()
                .map("t"::equals)
                .findFirst();
    }

    /** The statement whose error this is, and what became of the migration. */
    Failure failure(SQLException error, boolean foreign) {
        FailedStatement failed =
                FailedStatement.of(this.batch.migration().file(), this.current.line(), this.current.text(), error);
        if (Set.of(SqlStates.LOCK_NOT_AVAILABLE, SqlStates.QUERY_CANCELED).contains(failed.sqlState())) {
            failed = failed.withMessage(failed.message() + waitedFor(error));
        }
        return new Failure(this.batch, failed, this.consequence, error, foreign);
    }

    /** The other open transactions, which a statement that does not block others waits for. */
    private String waitedFor(SQLException error) {
        try {
            List<String> others = column("""
                    SELECT DISTINCT 'backend ' || a.pid || ', role ' || a.usename || coalesce(', ' || a.application_name, '')
                           || coalesce(', ' || a.state || ' since ' || date_trunc('second', a.state_change), '')
                      FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
                     WHERE l.locktype = 'virtualxid' AND a.datname = current_database() AND a.pid <> pg_backend_pid()""");
            return others.isEmpty()
                    ? ""
                    : "\n  Other transactions are open, which it may wait for: " + String.join("; ", others);
        } catch (SQLException ex) {
            error.addSuppressed(ex);
            return "";
        }
    }

    private Part recordOf(int number, boolean alone) {
        return ours(this.history.stepSql(this.batch.migration(), step(this.batch.units(), number, alone)));
    }

    /** The record of a statement, or of the end of the script. */
    static Step step(List<Unit> script, int number, boolean alone) {
        boolean ended = number == script.size();
        Unit unit = script.get(ended ? number - 1 : number);
        return new Step(number + 1, unit.line(), ended ? "" : unit.text(), alone, checksum(script.subList(0, number)));
    }

    private static String checksum(List<Unit> units) {
        return Sha256.hex(units.stream().map(Unit::text).collect(Collectors.joining("\0")));
    }

    private static SqlStatement statement(Unit unit) {
        return new SqlStatement(unit.text(), unit.line());
    }

    private static Part ours(String sql) {
        return new Part(sql, FailedStatement.NO_LINE);
    }

    private void transaction(List<Part> parts) throws SQLException {
        this.session.connection().setAutoCommit(false);
        try {
            for (Part part : parts) {
                execute(part);
            }
            this.session.during(() -> {
                this.session.connection().commit();
                return null;
            });
        } catch (SQLException ex) {
            throw MigrationBatch.rolledBack(this.session.connection(), ex);
        }
        this.session.connection().setAutoCommit(true);
    }

    private void execute(Part part) throws SQLException {
        this.current = part;
        this.session.during(() -> {
            try (Statement statement = this.session.createStatement()) {
                statement.setEscapeProcessing(false);
                return statement.execute(part.text());
            }
        });
    }

    private List<String> column(String sql) throws SQLException {
        List<String> values = new ArrayList<>();
        this.session.run(new RoundTrip().add(sql, row -> values.add(row.getString(1))));
        return values;
    }
}
