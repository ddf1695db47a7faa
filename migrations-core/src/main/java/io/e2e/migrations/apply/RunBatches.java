package io.e2e.migrations.apply;

import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.plan.InterruptedMigration;
import io.e2e.migrations.plan.PendingFinder;
import io.e2e.migrations.plan.PlannedMigration;
import io.e2e.migrations.reset.SeedData;
import io.e2e.migrations.session.DatabaseSession;
import io.e2e.migrations.session.DatabaseState;
import io.e2e.migrations.session.HistoryTable;
import io.e2e.migrations.session.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The transactions of a run.
 *
 * @param list one for each pending migration, in order; the last one ends with {@code endSql}
 * @param endSql what completes a run that fails before its last migration
 * @param interrupted migrations that an earlier run began outside of a transaction
 */
record RunBatches(List<MigrationBatch> list, List<String> endSql, List<InterruptedMigration> interrupted) {

    RunBatches {
        list = List.copyOf(list);
        endSql = List.copyOf(endSql);
        interrupted = List.copyOf(interrupted);
    }

    /** Where an earlier run of a migration was interrupted. */
    Optional<InterruptedMigration> interruptedAt(Migration migration) {
        return this.interrupted.stream()
                .filter(row -> row.file().equals(migration.file()))
                .findFirst();
    }

    /** The transactions for the pending migrations of a database in this state. */
    static RunBatches of(
            DatabaseSession session, DatabaseState state, PendingFinder finder, List<PlannedMigration> pending) {
        HistoryTable history = session.historyTable();
        boolean fresh = state.history().isEmpty() && state.interrupted().isEmpty();
        SeedData seedData =
                fresh ? SeedData.ofFreshDatabase(history, state.snapshot()) : SeedData.ofUsedDatabase(history);
        List<MigrationBatch> batches = new ArrayList<>();
        for (PlannedMigration step : pending) {
            Migration migration = step.migration();
            Map<String, String> values = finder.inputsOf(migration);
            boolean isFirst = fresh && batches.isEmpty();
            boolean isLast = batches.size() == pending.size() - 1;
            boolean stepwise = !migration.runsInTransaction();
            batches.add(MigrationBatch.of(
                    migration,
                    values,
                    join(Stream.of(
                            isFirst ? history.createSql() : List.of(),
                            seedData.beforeSql(migration),
                            stepwise ? startSql(history, migration, values) : List.of())),
                    join(Stream.of(
                            stepwise ? List.of(history.loadSql(migration)) : List.of(),
                            session.restoreSql(migration.script()),
                            seedData.afterSql(migration, values),
                            stepwise ? endSql(history, migration, values) : List.of(),
                            isLast ? seedData.endSql() : List.of()))));
        }
        return new RunBatches(batches, seedData.endSql(), state.interrupted());
    }

    private static List<String> startSql(HistoryTable history, Migration migration, Map<String, String> values) {
        return history.startSql(
                migration,
                values,
                NonTransactionalRun.step(
                        MigrationBatch.script(migration.script().up()), 0, false));
    }

    /** Settings of custom names may outlive the transaction. */
    private static List<String> endSql(HistoryTable history, Migration migration, Map<String, String> values) {
        return Stream.concat(
                        Stream.of(history.durationSql(migration)),
                        values.keySet().stream()
                                .map(name ->
                                        "SELECT set_config(" + Sql.literal("e2e_migrations." + name) + ", '', false)"))
                .toList();
    }

    /** The batches that are sent in one message, which are at most so many; one that takes several messages is alone. */
    List<List<MigrationBatch>> messages(int size) {
        List<List<MigrationBatch>> messages = new ArrayList<>();
        List<MigrationBatch> message = List.of();
        for (MigrationBatch batch : this.list) {
            if (message.isEmpty()
                    || message.size() == size
                    || !batch.isTransaction()
                    || !message.get(0).isTransaction()) {
                message = new ArrayList<>();
                messages.add(message);
            }
            message.add(batch);
        }
        return messages;
    }

    private static List<String> join(Stream<List<String>> lists) {
        return lists.flatMap(List::stream).toList();
    }
}
