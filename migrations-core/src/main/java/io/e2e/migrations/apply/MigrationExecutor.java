package io.e2e.migrations.apply;

import io.e2e.migrations.catalog.MigrationCatalog;
import io.e2e.migrations.config.MigrationOptions;
import io.e2e.migrations.config.Sha256;
import io.e2e.migrations.foreign.ForeignRun;
import io.e2e.migrations.foreign.MissingRequisites;
import io.e2e.migrations.plan.AppliedMigration;
import io.e2e.migrations.plan.InterruptedMigrationException;
import io.e2e.migrations.plan.MigrationPlan;
import io.e2e.migrations.plan.PendingFinder;
import io.e2e.migrations.plan.PlannedMigration;
import io.e2e.migrations.plan.RunInputs;
import io.e2e.migrations.reset.SeedData;
import io.e2e.migrations.session.ConnectionLostException;
import io.e2e.migrations.session.DatabaseSession;
import io.e2e.migrations.session.DatabaseState;
import io.e2e.migrations.session.HistoryTable;
import java.util.HashSet;
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

    private final MigrationCatalog catalog;
    private final MigrationPlan plan;
    private final MigrationOptions options;
    private final Map<String, String> inputs;
    private final @Nullable MigrationListener listener;
    private final RunJournal journal;
    private final HistoryTable history;
    private final @Nullable ForeignRun foreign;
    private boolean repairs;

    /**
     * Prepares a run.
     *
     * @param catalog the catalog of the plan
     * @param plan the migrations to apply
     * @param options how to apply them
     * @param inputs the values for migrations that declare inputs, see {@link io.e2e.migrations.plan.RunInputs}
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
        this.foreign = catalog.hasFacts() ? null : new ForeignRun(catalog.format(), options);
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

    /**
     * Makes this the run on a new copy of a template: the report then says which migrations came with the template.
     *
     * @param madeRoles the roles that were made for the template
     */
    public MigrationExecutor onNewCopy(Set<String> madeRoles) {
        this.journal.setFromTemplate();
        this.journal.addMadeRoles(madeRoles);
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
        String ours = RunFingerprint.of(this.plan, finder(List.of()), this.history, this.options.catalog());
        // Migrations without inputs ask the server for the time.
        return this.foreign == null ? ours : Sha256.hex(ours + this.inputs.get(RunInputs.TODAY));
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
        refuseUnmanaged(session, finder, state);
        this.journal.begin(state, pending);
        RunBatches batches = new RunBatches(session, state, finder, pending, this.foreign);
        if (this.foreign != null) {
            new MissingRequisites(session)
                    .requireExtensions(
                            pending.stream().map(PlannedMigration::migration).toList());
        }
        new BatchRunner(session, batches, this.journal, this.options.timeouts().statement(), this.listener)
                .run(this.repairs);
    }

    private void refuseUnmanaged(DatabaseSession session, PendingFinder finder, DatabaseState state) {
        UnmanagedObjects.refuse(session.description(), this.plan, finder, state);
        if (this.foreign != null) {
            this.foreign.refuseDatabaseOfTool(session.description(), state);
        }
    }

    private Set<String> names() {
        Set<String> names = new HashSet<>(UnmanagedObjects.names(this.plan));
        if (this.foreign != null) {
            names.addAll(this.foreign.historyTables());
        }
        return names;
    }

    /**
     * Writes what {@link #apply} would run on this database, and changes nothing. Refuses what {@link #apply} refuses.
     *
     * @throws InterruptedMigrationException if a migration was interrupted, because a part of it is done
     */
    public DryRun dryRun(DatabaseSession session) {
        DatabaseState state = session.state(names(), RunJournal.roles(this.plan.migrations()));
        state.requireUninterrupted(session.description());
        PendingFinder finder = finder(state.history());
        List<PlannedMigration> pending = pending(finder);
        refuseUnmanaged(session, finder, state);
        RunBatches batches = new RunBatches(session, state, finder, pending, this.foreign);
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
        Set<String> names = names();
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
}
