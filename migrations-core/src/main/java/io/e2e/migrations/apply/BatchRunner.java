package io.e2e.migrations.apply;

import io.e2e.migrations.apply.MigrationFailedException.Failure;
import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.config.MigrationException;
import io.e2e.migrations.foreign.MissingRequisites;
import io.e2e.migrations.plan.InterruptedMigration;
import io.e2e.migrations.session.ConnectionLostException;
import io.e2e.migrations.session.DatabaseSession;
import io.e2e.migrations.session.SqlStates;
import io.e2e.migrations.time.RunCanceledException;
import io.e2e.migrations.time.RunTimeoutException;
import io.e2e.migrations.time.WaitInterruptedException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sends the transactions of a run: many in one message, or one by one if there is a listener. An instance sends those of
 * one session; not thread-safe.
 */
final class BatchRunner {

    /** The most migrations in one message, which is built in memory before it is sent. */
    private static final int MAX_PER_MESSAGE = 100;

    private final DatabaseSession session;
    private final RunBatches batches;
    private final RunJournal journal;
    private final Duration statementTimeout;
    private final @Nullable MigrationListener listener;
    private final MissingRequisites requisites;
    private List<InterruptedMigration> interrupted;
    private boolean repairs;

    /**
     * Prepares a run.
     *
     * @param statementTimeout the limit that an error names
     * @param listener is told of each migration; {@code null} if there is none
     */
    BatchRunner(
            DatabaseSession session,
            RunBatches batches,
            RunJournal journal,
            Duration statementTimeout,
            @Nullable MigrationListener listener) {
        this.session = session;
        this.batches = batches;
        this.journal = journal;
        this.statementTimeout = statementTimeout;
        this.listener = listener;
        this.requisites = new MissingRequisites(session);
        this.interrupted = batches.interrupted();
    }

    /**
     * Runs the batches in order. The last one ends with {@code endSql}, which is also run if an earlier one fails.
     *
     * @param repairs whether to run a statement again although nobody can tell what became of it
     */
    void run(boolean repairs) {
        this.repairs = repairs;
        List<MigrationBatch> open = this.batches.list();
        try {
            while (!open.isEmpty()) {
                List<MigrationBatch> message = RunBatches.message(open, this.listener == null ? MAX_PER_MESSAGE : 1);
                List<MigrationBatch> rest = new ArrayList<>(begin(message));
                rest.addAll(open.subList(message.size(), open.size()));
                open = rest;
            }
        } catch (ConnectionLostException | WaitInterruptedException | RunCanceledException | RunTimeoutException ex) {
            throw ex;
        } catch (RuntimeException | Error ex) {
            if (!this.journal.applied().isEmpty() && !this.batches.endSql().isEmpty()) {
                runEndSql(ex);
            }
            throw ex;
        }
    }

    private List<MigrationBatch> begin(List<MigrationBatch> message) {
        if (this.listener == null) {
            return send(message);
        }
        Migration only = message.get(0).migration();
        this.listener.onStart(only);
        List<MigrationBatch> rest = message;
        while (!rest.isEmpty()) {
            rest = send(rest);
        }
        this.listener.onApplied(only, this.journal.duration(only));
        return rest;
    }

    /**
     * Runs the batches of one message.
     *
     * @return those that are to be run again, because what one of them needed was missing and is there now
     */
    private List<MigrationBatch> send(List<MigrationBatch> message) {
        message.forEach(batch -> this.journal.addSent(batch.migration()));
        long start = System.nanoTime();
        NonTransactionalRun stepwise = message.get(0).isTransaction() ? null : stepwise(message.get(0));
        try {
            if (stepwise == null) {
                MigrationBatch.run(this.session, message);
            } else {
                stepwise.run(this.repairs);
            }
        } catch (SQLException ex) {
            if (SqlStates.isConnectionLost(ex)) {
                throw connectionLost(message, ex);
            }
            MigrationBatch failed = firstUnapplied(message);
            try {
                List<MigrationBatch> again = again(failed, message, ex);
                if (!again.isEmpty()) {
                    return again;
                }
                throw stepwise == null ? failure(failed, ex) : failure(stepwise.failure(ex, this.batches.isForeign()));
            } catch (SQLException lost) {
                throw connectionLost(message, lost);
            }
        }
        Duration duration = Duration.ofNanos(System.nanoTime() - start);
        message.forEach(batch -> this.journal.applied(batch.migration(), duration.dividedBy(message.size())));
        return List.of();
    }

    /** The failed batch of another tool's migrations, and those after it, if it can succeed now; otherwise none. */
    private List<MigrationBatch> again(MigrationBatch failed, List<MigrationBatch> message, SQLException error)
            throws SQLException {
        Optional<MigrationBatch> next = this.batches.isForeign() ? again(failed, error) : Optional.empty();
        if (next.isEmpty()) {
            return List.of();
        }
        this.journal.addMadeRoles(this.requisites.made());
        if (!failed.isTransaction()) {
            this.interrupted = this.session.state(List.of(), List.of()).interrupted();
        }
        List<MigrationBatch> rest = new ArrayList<>(List.of(next.get()));
        rest.addAll(message.subList(message.indexOf(failed) + 1, message.size()));
        return rest;
    }

    private Optional<MigrationBatch> again(MigrationBatch failed, SQLException error) throws SQLException {
        String state = SqlStates.of(error);
        if (failed.isTransaction() && SqlStates.REFUSED_IN_TRANSACTION.contains(state)) {
            return Optional.of(this.batches.withoutTransaction(failed));
        }
        if (failed.isTransaction() && SqlStates.INSUFFICIENT_PRIVILEGE.equals(state)) {
            FailedStatement statement = failed.failure(this.session, error);
            return this.requisites
                    .ownerRight(statement.sql(), statement.message())
                    .map(failed::granting);
        }
        return Optional.of(failed).filter(batch -> this.requisites.makeRole(error));
    }

    private NonTransactionalRun stepwise(MigrationBatch batch) {
        Optional<InterruptedMigration> at = this.interrupted.stream()
                .filter(row -> row.file().equals(batch.migration().file()))
                .findFirst();
        return new NonTransactionalRun(this.session, batch, at.orElse(null));
    }

    /** The batch that failed. The driver does not say which, but the history contains the ones committed before. */
    private MigrationBatch firstUnapplied(List<MigrationBatch> message) {
        MigrationBatch last = message.get(message.size() - 1);
        if (message.size() == 1) {
            return last;
        }
        this.journal.addHistory(this.session.state(List.of(), List.of()).history());
        return message.stream()
                .filter(batch -> !this.journal.applied().contains(batch.migration()))
                .findFirst()
                .orElse(last);
    }

    private void runEndSql(Throwable failure) {
        try {
            this.session.execute(this.batches.endSql());
        } catch (MigrationException ex) {
            failure.addSuppressed(ex);
        }
    }

    private RuntimeException failure(MigrationBatch batch, SQLException error) throws SQLException {
        FailedStatement statement = batch.failure(this.session, error);
        return failure(
                new Failure(batch, statement, MigrationFailedException.ROLLED_BACK, error, this.batches.isForeign()));
    }

    private RuntimeException failure(Failure failure) {
        return failure.exception(
                this.session,
                this.journal.report(this.session.description(), failure.batch().migration()),
                this.statementTimeout);
    }

    private ConnectionLostException connectionLost(List<MigrationBatch> message, SQLException error) {
        String first = message.get(0).migration().file();
        String last = message.get(message.size() - 1).migration().file();
        return new ConnectionLostException(
                "While applying " + (message.size() == 1 ? first : first + " to " + last) + " to "
                        + this.session.description(),
                error);
    }
}
