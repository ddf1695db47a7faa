package io.e2e.migrations.apply;

import io.e2e.migrations.apply.MigrationFailedException.Failure;
import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.catalog.MigrationCatalog;
import io.e2e.migrations.config.MigrationException;
import io.e2e.migrations.config.MigrationOptions;
import io.e2e.migrations.plan.AppliedMigration;
import io.e2e.migrations.plan.InterruptedMigrationException;
import io.e2e.migrations.plan.MigrationPlan;
import io.e2e.migrations.plan.PendingFinder;
import io.e2e.migrations.plan.PlannedMigration;
import io.e2e.migrations.reset.SeedData;
import io.e2e.migrations.session.ConnectionLostException;
import io.e2e.migrations.session.DatabaseSession;
import io.e2e.migrations.session.DatabaseState;
import io.e2e.migrations.session.HistoryTable;
import io.e2e.migrations.session.SqlStates;
import io.e2e.migrations.time.RunCanceledException;
import io.e2e.migrations.time.RunTimeoutException;
import io.e2e.migrations.time.WaitInterruptedException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies a plan to a database: reads its state, acquires the lock if something is pending, and applies each migration
 * in a transaction of its own. Without a listener, many transactions are sent in one message. After a lost connection,
 * {@link #apply} is called again with a new session, and continues from what the history then contains. An instance
 * executes one run; not thread-safe.
 */
public final class MigrationExecutor {

    private static final Logger LOG = LoggerFactory.getLogger(MigrationExecutor.class);

    /** The most migrations in one message, which is built in memory before it is sent. */
    private static final int MAX_PER_MESSAGE = 100;

    private final MigrationCatalog catalog;
    private final MigrationPlan plan;
    private final MigrationOptions options;
    private final Map<String, String> inputs;
    private final @Nullable MigrationListener listener;
    private final RunJournal journal;
    private final HistoryTable history;
    private boolean repairs;

    /**
     * Prepares a run.
     *
     * @param catalog the catalog of the plan
     * @param plan the migrations to apply
     * @param options how to apply them
     * @param inputs the values for migrations that declare inputs, see {@link RunInputs}
     * @param listener is told of each migration before the next one is sent; {@code null} if there is none
     */
    public MigrationExecutor(
            MigrationCatalog catalog,
            MigrationPlan plan,
            MigrationOptions options,
            Map<String, String> inputs,
            @Nullable MigrationListener listener) {
        this.catalog = catalog;
        this.plan = plan;
        this.options = options;
        this.inputs = Map.copyOf(inputs);
        this.listener = listener;
        this.journal = new RunJournal(plan);
        this.history = new HistoryTable(options.schema());
    }

    /**
     * Applies what is pending.
     *
     * @param names objects to read with the first query, for {@link RunJournal#unchangedState}
     * @return what was done so far, in all sessions of this run
     * @throws MigrationFailedException if the server refuses a statement
     * @throws MissingRightsException if the role lacks a right that a statement needs
     * @throws InterruptedMigrationException if a person must decide how an interrupted migration continues
     * @throws StatementTimeoutException if a statement takes too long
     * @throws UnmanagedObjectsException if objects to create exist, but are not in the history
     * @throws ConnectionLostException if the connection is lost; call this again with a new session
     */
    public RunJournal apply(DatabaseSession session, Set<String> names) {
        DatabaseState state = session.stateOfMigrated(names);
        this.journal.start(state);
        if (state.isOutdated()
                || !state.pendingSeedData().isEmpty()
                || !pending(finder(state.history())).isEmpty()) {
            applyUnderLock(session);
        }
        return this.journal;
    }

    /** Makes this the run on a new copy of a template: the report then says which migrations came with the template. */
    public MigrationExecutor onNewCopy() {
        this.journal.setFromTemplate();
        return this;
    }

    /**
     * Makes this a run that continues interrupted migrations even if nobody can tell whether the statement that was
     * under way was done: it is run again.
     */
    public MigrationExecutor repairing() {
        this.repairs = true;
        return this;
    }

    /** Identifies what this run would leave in an empty database: differs whenever that differs. */
    public String fingerprint() {
        return RunFingerprint.of(this.plan, finder(List.of()), this.history, this.options.catalog());
    }

    /** How many migrations this run has applied so far. */
    public int progress() {
        return this.journal.applied().size();
    }

    private PendingFinder finder(List<AppliedMigration> history) {
        return new PendingFinder(this.catalog, history, this.inputs);
    }

    private List<PlannedMigration> pending(PendingFinder finder) {
        return finder.pending(this.plan, this.options.outOfOrder());
    }

    private void applyUnderLock(DatabaseSession session) {
        DatabaseState state = lockAndUpgrade(session);
        completeSeedData(session, state);
        PendingFinder finder = finder(state.history());
        List<PlannedMigration> pending = pending(finder);
        UnmanagedObjects.refuse(session.description(), this.plan, finder, state);
        this.journal.begin(state, pending);
        run(session, RunBatches.of(session, state, finder, pending));
    }

    /**
     * Writes what {@link #apply} would run on this database, and changes nothing. Refuses what {@link #apply} refuses.
     *
     * @throws InterruptedMigrationException if a migration was interrupted, because a part of it is done
     */
    public DryRun dryRun(DatabaseSession session) {
        DatabaseState state =
                session.state(UnmanagedObjects.names(this.plan), RunJournal.roles(this.plan.migrations()));
        state.requireUninterrupted(session.description());
        PendingFinder finder = finder(state.history());
        List<PlannedMigration> pending = pending(finder);
        UnmanagedObjects.refuse(session.description(), this.plan, finder, state);
        RunBatches batches = RunBatches.of(session, state, finder, pending);
        ScriptText script = new ScriptText(session, this.history.qualifiedName());
        if (state.isOutdated()) {
            script.add(
                    "The history gets the format of this version.", this.history.upgradeSql(this.catalog.migrations()));
        }
        if (!state.pendingSeedData().isEmpty()) {
            script.add("Completes an interrupted run.", SeedData.pendingSql(this.history));
        }
        batches.list().forEach(script::add);
        return new DryRun(session.description(), pending, script.toString());
    }

    /** Records the seed data that an interrupted run has not recorded. */
    private void completeSeedData(DatabaseSession session, DatabaseState state) {
        if (!state.pendingSeedData().isEmpty()) {
            LOG.info(
                    "{} was interrupted before recording the seed data of {}; recording it now.",
                    this.journal.hasSent() ? "This run" : "An earlier run",
                    state.pendingSeedData());
            session.execute(SeedData.pendingSql(this.history));
        }
    }

    /** Refuses edited files before the upgrade, which takes the rest of the catalog for what was applied. */
    private DatabaseState lockAndUpgrade(DatabaseSession session) {
        Set<String> names = UnmanagedObjects.names(this.plan);
        Set<String> roles = RunJournal.roles(this.plan.migrations());
        DatabaseState state = session.lockAndRead(names, roles);
        if (!state.isOutdated()) {
            return state;
        }
        pending(finder(state.history()));
        session.execute(this.history.upgradeSql(this.catalog.migrations()));
        LOG.info(
                "Upgraded the history of {} from format {} to {}; it is now in {}.",
                session.description(),
                state.historyFormat(),
                HistoryTable.FORMAT,
                this.history.qualifiedName());
        return session.state(names, roles);
    }

    /** Runs batches in order. The last one ends with {@code endSql}, which is also run if an earlier one fails. */
    private void run(DatabaseSession session, RunBatches run) {
        try {
            for (List<MigrationBatch> message : run.messages(this.listener == null ? MAX_PER_MESSAGE : 1)) {
                run(session, message, run);
            }
        } catch (ConnectionLostException | WaitInterruptedException | RunCanceledException | RunTimeoutException ex) {
            throw ex;
        } catch (RuntimeException | Error ex) {
            if (!this.journal.applied().isEmpty() && !run.endSql().isEmpty()) {
                runEndSql(session, run.endSql(), ex);
            }
            throw ex;
        }
    }

    /** Runs the batches of one message, which has only one batch if there is a listener. */
    private void run(DatabaseSession session, List<MigrationBatch> message, RunBatches run) {
        Migration first = message.get(0).migration();
        if (this.listener != null) {
            this.listener.onStart(first);
        }
        message.forEach(batch -> this.journal.addSent(batch.migration()));
        long start = System.nanoTime();
        NonTransactionalRun stepwise = message.get(0).isTransaction() ? null : stepwise(session, message.get(0), run);
        try {
            if (stepwise == null) {
                MigrationBatch.run(session, message);
            } else {
                stepwise.run(this.repairs);
            }
        } catch (SQLException ex) {
            if (SqlStates.isConnectionLost(ex)) {
                throw connectionLost(message, session, ex);
            }
            throw stepwise == null
                    ? failure(session, firstUnapplied(session, message), ex)
                    : failure(session, stepwise.failure(ex));
        }
        Duration duration = Duration.ofNanos(System.nanoTime() - start);
        message.forEach(batch -> this.journal.applied(batch.migration(), duration.dividedBy(message.size())));
        if (this.listener != null) {
            this.listener.onApplied(first, duration);
        }
    }

    private static NonTransactionalRun stepwise(DatabaseSession session, MigrationBatch batch, RunBatches run) {
        return new NonTransactionalRun(
                session, batch, run.interruptedAt(batch.migration()).orElse(null));
    }

    /** The batch that failed. The driver does not say which, but the history contains the ones committed before. */
    private MigrationBatch firstUnapplied(DatabaseSession session, List<MigrationBatch> message) {
        MigrationBatch last = message.get(message.size() - 1);
        if (message.size() == 1) {
            return last;
        }
        this.journal.addHistory(session.history());
        return message.stream()
                .filter(batch -> !this.journal.applied().contains(batch.migration()))
                .findFirst()
                .orElse(last);
    }

    private static void runEndSql(DatabaseSession session, List<String> endSql, Throwable failure) {
        try {
            session.execute(endSql);
        } catch (MigrationException ex) {
            failure.addSuppressed(ex);
        }
    }

    private RuntimeException failure(DatabaseSession session, MigrationBatch batch, SQLException error) {
        try {
            FailedStatement statement = batch.failure(session, error);
            return failure(session, new Failure(batch, statement, MigrationFailedException.ROLLED_BACK, error));
        } catch (SQLException ex) {
            return connectionLost(List.of(batch), session, ex);
        }
    }

    private RuntimeException failure(DatabaseSession session, Failure failure) {
        return failure.exception(
                session,
                this.journal.report(session.description(), failure.batch().migration()),
                this.options.timeouts().statement());
    }

    private static ConnectionLostException connectionLost(
            List<MigrationBatch> message, DatabaseSession session, SQLException error) {
        String first = message.get(0).migration().file();
        String last = message.get(message.size() - 1).migration().file();
        return new ConnectionLostException(
                "While applying " + (message.size() == 1 ? first : first + " to " + last) + " to "
                        + session.description(),
                error);
    }
}
