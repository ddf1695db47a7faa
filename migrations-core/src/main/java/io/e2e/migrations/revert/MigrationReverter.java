package io.e2e.migrations.revert;

import io.e2e.migrations.apply.FailedStatement;
import io.e2e.migrations.apply.MigrationBatch;
import io.e2e.migrations.apply.MigrationListener;
import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.catalog.MigrationCatalog;
import io.e2e.migrations.config.MigrationOptions;
import io.e2e.migrations.foreign.ForeignRun;
import io.e2e.migrations.foreign.SettingScope;
import io.e2e.migrations.plan.InterruptedMigrationException;
import io.e2e.migrations.reset.SeedData;
import io.e2e.migrations.revert.RevertReport.Outcome;
import io.e2e.migrations.script.ConcurrentIndex;
import io.e2e.migrations.script.SqlStatement;
import io.e2e.migrations.session.ConnectionLostException;
import io.e2e.migrations.session.DatabaseSession;
import io.e2e.migrations.session.DatabaseState;
import io.e2e.migrations.session.HistoryFormatException;
import io.e2e.migrations.session.HistoryTable;
import io.e2e.migrations.session.Sql;
import io.e2e.migrations.session.SqlStates;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reverts migrations under the lock, each in a transaction with its row of the history; {@code DROP INDEX CONCURRENTLY}
 * runs before this transaction. After a lost connection,
 * {@link #run} is called again with a new session, and continues with what the history then contains. An instance
 * executes one request; not thread-safe.
 */
public final class MigrationReverter {

    private final MigrationCatalog catalog;
    private final RevertRequest request;
    private final MigrationListener listener;
    private final @Nullable ForeignRun foreign;
    private final Map<RevertStep, Duration> reverted = new LinkedHashMap<>();
    private @Nullable List<RevertStep> steps;
    private List<String> losses = List.of();

    /**
     * Prepares a revert.
     *
     * @param catalog all migrations
     * @param request which of them to revert
     * @param listener is told of each reverted migration
     * @param options name the schemas
     */
    public MigrationReverter(
            MigrationCatalog catalog, RevertRequest request, MigrationListener listener, MigrationOptions options) {
        this.catalog = catalog;
        this.request = request;
        this.listener = listener;
        this.foreign = catalog.hasFacts() ? null : new ForeignRun(catalog.format(), options);
    }

    /** How many migrations were reverted so far. */
    public int progress() {
        return this.reverted.size();
    }

    /**
     * Reverts what the request names.
     *
     * @throws RevertRefusedException if a migration cannot be reverted
     * @throws LossyRevertException if data would be lost, and the request does not allow it
     * @throws RevertFailedException if the server refuses a statement
     * @throws HistoryFormatException if the history has another format than ours
     * @throws InterruptedMigrationException if a migration was interrupted
     * @throws ConnectionLostException if the connection is lost; call this again with a new session
     */
    public RevertReport run(DatabaseSession session) {
        DatabaseState state = session.lockAndRead(List.of(), List.of());
        if (state.isOutdated()) {
            throw new HistoryFormatException(session.description(), state.historyFormat());
        }
        state.requireUninterrupted(session.description());
        if (this.steps == null) {
            this.steps = begin(session, state);
        }
        Map<String, Long> ranks =
                state.history().stream().collect(Collectors.toMap(row -> row.file(), row -> row.rank()));
        for (RevertStep step : this.steps) {
            // The row is gone if the connection was lost after the commit.
            if (!Long.valueOf(step.applied().rank())
                    .equals(ranks.get(step.migration().file()))) {
                done(step, Duration.ZERO);
            } else {
                revert(step, session);
            }
        }
        session.execute(List.of(session.historyTable().unlockSql()));
        return report(session, null);
    }

    private List<RevertStep> begin(DatabaseSession session, DatabaseState state) {
        HistoryTable history = session.historyTable();
        List<RevertStep> plan = RevertPlanner.plan(this.catalog, state.history(), this.request, session.description());
        if (!state.pendingSeedData().isEmpty()) {
            session.execute(SeedData.pendingSql(history));
        }
        try {
            this.losses =
                    this.foreign == null ? new DataLoss(history).of(plan, session) : DataLoss.withoutHeaders(plan);
        } catch (SQLException ex) {
            throw session.queryFailed("Could not read what a revert would lose in ", ex);
        }
        if (!this.losses.isEmpty() && this.request.loss() == RevertRequest.Loss.REFUSE) {
            throw new LossyRevertException(session.description(), this.request, this.losses);
        }
        return plan;
    }

    private void revert(RevertStep step, DatabaseSession session) {
        Migration migration = step.migration();
        SeedData seedData = SeedData.ofRevert(session.historyTable());
        Map<String, String> inputs = step.applied().inputs();
        MigrationBatch batch = MigrationBatch.down(
                migration,
                settings(inputs),
                seedData.beforeSql(migration),
                Stream.of(session.restoreSql(migration.script()), seedData.afterSql(migration, inputs))
                        .flatMap(List::stream)
                        .toList());
        long start = System.nanoTime();
        runBeforeTransaction(step, session);
        try {
            MigrationBatch.run(session, List.of(batch));
        } catch (SQLException ex) {
            throw failure(step, batch, session, ex);
        }
        done(step, Duration.ofNanos(System.nanoTime() - start));
    }

    private List<String> settings(Map<String, String> inputs) {
        List<String> settings = new ArrayList<>(MigrationBatch.inputsSql(inputs, SettingScope.TRANSACTION));
        if (this.foreign != null) {
            settings.addAll(this.foreign.settingsSql(SettingScope.TRANSACTION));
        }
        return settings;
    }

    /** After an interruption, these statements are run again, because the row of the migration is deleted after them. */
    private void runBeforeTransaction(RevertStep step, DatabaseSession session) {
        Migration migration = step.migration();
        for (SqlStatement down : migration.script().downBeforeTransaction()) {
            try (Statement statement = session.connection().createStatement()) {
                statement.setEscapeProcessing(false);
                if (down.concurrentIndex().isEmpty()
                        || exists(down.concurrentIndex().get(), statement)) {
                    statement.execute(down.driverText());
                }
            } catch (SQLException ex) {
                if (SqlStates.isConnectionLost(ex)) {
                    throw connectionLost(step, session, ex);
                }
                throw new RevertFailedException(
                        FailedStatement.of(migration.file(), down.line(), down.text(), ex), report(session, step), ex);
            }
        }
    }

    private static boolean exists(ConcurrentIndex index, Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery(
                "SELECT pg_catalog.to_regclass(" + Sql.literal(index.name()) + ") IS NOT NULL")) {
            return row.next() && row.getBoolean(1);
        }
    }

    private void done(RevertStep step, Duration duration) {
        if (this.reverted.putIfAbsent(step, duration) == null) {
            this.listener.onReverted(step.migration());
        }
    }

    private RuntimeException failure(
            RevertStep step, MigrationBatch batch, DatabaseSession session, SQLException error) {
        try {
            if (!SqlStates.isConnectionLost(error)) {
                return new RevertFailedException(batch.failure(session, error), report(session, step), error);
            }
        } catch (SQLException ex) {
            error.addSuppressed(ex);
        }
        return connectionLost(step, session, error);
    }

    private static ConnectionLostException connectionLost(
            RevertStep step, DatabaseSession session, SQLException error) {
        return new ConnectionLostException(
                "While reverting " + step.migration().file() + " on " + session.description(), error);
    }

    private RevertReport report(DatabaseSession session, @Nullable RevertStep failed) {
        List<RevertStep> planned = this.steps == null ? List.of() : this.steps;
        List<RevertReport.Step> outcomes = planned.stream()
                .map(step -> new RevertReport.Step(
                        step.migration(),
                        step.reason(),
                        this.reverted.containsKey(step)
                                ? Outcome.REVERTED
                                : step.equals(failed) ? Outcome.FAILED : Outcome.NOT_RUN,
                        this.reverted.getOrDefault(step, Duration.ZERO)))
                .toList();
        return new RevertReport(session.description(), outcomes, this.losses);
    }
}
