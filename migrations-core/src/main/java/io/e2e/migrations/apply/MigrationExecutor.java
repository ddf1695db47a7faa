package io.e2e.migrations.apply;

import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.catalog.MigrationCatalog;
import io.e2e.migrations.config.MigrationException;
import io.e2e.migrations.config.MigrationOptions;
import io.e2e.migrations.plan.AppliedMigration;
import io.e2e.migrations.plan.MigrationPlan;
import io.e2e.migrations.plan.PendingFinder;
import io.e2e.migrations.plan.PlannedMigration;
import io.e2e.migrations.reset.SeedData;
import io.e2e.migrations.session.ConnectionLostException;
import io.e2e.migrations.session.DatabaseSession;
import io.e2e.migrations.session.DatabaseState;
import io.e2e.migrations.session.HistoryTable;
import io.e2e.migrations.session.MissingRight;
import io.e2e.migrations.session.SqlStates;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a database to a plan: reads the state, takes the lock if something is pending, and applies each migration in a
 * transaction of its own, many of them in one message unless somebody is to be told of each. After a lost connection {@link #apply} is called again with a new session, and goes on from
 * what the history then says. One run, one instance; not thread-safe.
 */
public final class MigrationExecutor {

    private static final Logger LOG = LoggerFactory.getLogger(MigrationExecutor.class);

    private final MigrationCatalog catalog;
    private final MigrationPlan plan;
    private final MigrationOptions options;
    private final Map<String, String> inputs;
    /** So many travel in one message at most: it is made as a whole before it is sent. */
    private static final int TOGETHER = 100;

    private final @Nullable MigrationListener listener;
    private final RunJournal journal;
    private final HistoryTable history;

    /**
     * Prepares a run.
     *
     * @param catalog where the plan comes from
     * @param plan what is wanted
     * @param options how to apply it
     * @param inputs the values for migrations that declare inputs, see {@link RunInputs}
     * @param listener is told of each migration before the next one is sent; {@code null} if nobody is
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
     * @param names objects to ask for with the first question, for {@link RunJournal#unchanged}
     * @return what was done so far, over all sessions of this run
     * @throws MigrationFailedException if the server refuses a statement
     * @throws MissingRightsException if the role may not do what a statement does
     * @throws StatementTimeoutException if a statement takes too long
     * @throws UnmanagedObjectsException if something is in the way that no history explains
     * @throws ConnectionLostException if the connection breaks; call this again with a new session
     */
    public RunJournal apply(DatabaseSession session, Set<String> names) {
        refuseNonTransactional();
        DatabaseState state = session.stateOfMigrated(names, this.journal.rolesToFind());
        this.journal.find(state);
        if (state.isOutdated()
                || !state.pendingSeedData().isEmpty()
                || !pending(finder(state.history())).isEmpty()) {
            applyUnderLock(session);
        }
        return this.journal;
    }

    /** For a run on a new copy of a template: what it finds applied is reported as having come with the copy. */
    public MigrationExecutor onNewCopy() {
        this.journal.cameWithTemplate();
        return this;
    }

    /** Names what this run would leave in an empty database: differs whenever that would. */
    public String fingerprint() {
        return RunFingerprint.of(this.plan, finder(List.of()), this.history);
    }

    /** How many migrations this run has applied so far. */
    public int progress() {
        return this.journal.applied().size();
    }

    private void refuseNonTransactional() {
        List<Migration> refused = this.plan.migrations().stream()
                .filter(migration -> !migration.script().transactional())
                .toList();
        if (!refused.isEmpty()) {
            throw new NonTransactionalMigrationException(refused);
        }
    }

    private PendingFinder finder(List<AppliedMigration> history) {
        return new PendingFinder(this.catalog, history, this.inputs);
    }

    private List<PlannedMigration> pending(PendingFinder finder) {
        return finder.pending(this.plan, this.options.outOfOrder());
    }

    private void applyUnderLock(DatabaseSession session) {
        DatabaseState state = lockAndUpgrade(session);
        if (!state.pendingSeedData().isEmpty()) {
            LOG.info(
                    "An earlier run was interrupted before recording the seed data of {}; recording it now.",
                    state.pendingSeedData());
            session.execute(SeedData.pendingSql(this.history));
        }
        PendingFinder finder = finder(state.history());
        List<PlannedMigration> pending = pending(finder);
        UnmanagedObjects.refuse(session.description(), this.plan, finder, state.snapshot());
        this.journal.begin(state, pending);
        boolean fresh = state.history().isEmpty();
        SeedData seedData = fresh
                ? SeedData.ofFreshDatabase(this.history, state.snapshot())
                : SeedData.ofUsedDatabase(this.history);
        List<MigrationBatch> batches = new ArrayList<>();
        for (PlannedMigration step : pending) {
            Migration migration = step.migration();
            Map<String, String> values = finder.inputsOf(migration);
            boolean opens = fresh && batches.isEmpty();
            boolean ends = batches.size() == pending.size() - 1;
            batches.add(MigrationBatch.of(
                    migration,
                    values,
                    join(opens ? this.history.createSql() : List.of(), seedData.beforeSql(migration)),
                    join(seedData.afterSql(migration, values), ends ? seedData.endSql() : List.of())));
        }
        run(session, batches, seedData.endSql());
    }

    /** An edited file is refused before the upgrade, which takes the rest of the catalog for what was applied. */
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

    /** Runs them in order; {@code endSql} is what the last of them ends with, to be run also if it is not reached. */
    private void run(DatabaseSession session, List<MigrationBatch> batches, List<String> endSql) {
        int together = this.listener == null ? TOGETHER : 1;
        try {
            for (int from = 0; from < batches.size(); from += together) {
                run(session, batches.subList(from, Math.min(from + together, batches.size())));
            }
        } catch (ConnectionLostException ex) {
            throw ex;
        } catch (RuntimeException | Error ex) {
            if (!this.journal.applied().isEmpty() && !endSql.isEmpty()) {
                endEarly(session, endSql, ex);
            }
            throw ex;
        }
    }

    /** Runs those of one message. Whom a listener is told of is alone in it. */
    private void run(DatabaseSession session, List<MigrationBatch> message) {
        Migration first = message.get(0).migration();
        if (this.listener != null) {
            this.listener.onStart(first);
        }
        message.forEach(batch -> this.journal.send(batch.migration()));
        long start = System.nanoTime();
        try {
            MigrationBatch.run(session.connection(), message);
        } catch (SQLException ex) {
            if (SqlStates.isConnectionLost(ex)) {
                throw lost(message, session, ex);
            }
            throw failed(session, firstUnapplied(session, message), ex);
        }
        Duration duration = Duration.ofNanos(System.nanoTime() - start);
        message.forEach(batch -> this.journal.applied(batch.migration(), duration.dividedBy(message.size())));
        if (this.listener != null) {
            this.listener.onApplied(first, duration);
        }
    }

    /** Where the server stopped. The driver does not say; but what was committed before stands in the history. */
    private MigrationBatch firstUnapplied(DatabaseSession session, List<MigrationBatch> message) {
        MigrationBatch last = message.get(message.size() - 1);
        if (message.size() == 1) {
            return last;
        }
        this.journal.settle(session.history());
        return message.stream()
                .filter(batch -> !this.journal.applied().contains(batch.migration()))
                .findFirst()
                .orElse(last);
    }

    private static void endEarly(DatabaseSession session, List<String> endSql, Throwable reason) {
        try {
            session.execute(endSql);
        } catch (MigrationException ex) {
            reason.addSuppressed(ex);
        }
    }

    private static List<String> join(List<String> first, List<String> second) {
        return Stream.of(first, second).flatMap(List::stream).toList();
    }

    private RuntimeException failed(DatabaseSession session, MigrationBatch batch, SQLException error) {
        Migration migration = batch.migration();
        try {
            Optional<FailedStatement> located = batch.locateFailure(session.connection());
            FailedStatement statement = located.orElseGet(() -> FailedStatement.of(
                    migration.file(), 1, "(each statement succeeds when they are run one by one)", error));
            MigrationReport report = this.journal.report(session.description(), migration);
            return switch (statement.sqlState()) {
                case SqlStates.QUERY_CANCELED ->
                    new StatementTimeoutException(
                            statement, this.options.timeouts().statement(), report, error);
                case SqlStates.INSUFFICIENT_PRIVILEGE ->
                    new MissingRightsException(statement, missingRights(session, migration), report, error);
                default -> new MigrationFailedException(migration.name(), statement, report, error);
            };
        } catch (SQLException ex) {
            return lost(List.of(batch), session, ex);
        }
    }

    private static List<MissingRight> missingRights(DatabaseSession session, Migration migration) {
        Set<String> things = migration
                .header()
                .objects()
                .map(object -> object.subject().name())
                .collect(Collectors.toSet());
        return session.missingRights(things, migration.header().extensions());
    }

    private static ConnectionLostException lost(
            List<MigrationBatch> message, DatabaseSession session, SQLException error) {
        String first = message.get(0).migration().file();
        String last = message.get(message.size() - 1).migration().file();
        return new ConnectionLostException(
                "While applying " + (message.size() == 1 ? first : first + " to " + last) + " to "
                        + session.description(),
                error);
    }
}
