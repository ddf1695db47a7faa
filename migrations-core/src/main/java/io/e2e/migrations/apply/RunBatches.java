package io.e2e.migrations.apply;

import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.plan.PendingFinder;
import io.e2e.migrations.plan.PlannedMigration;
import io.e2e.migrations.reset.SeedData;
import io.e2e.migrations.session.DatabaseSession;
import io.e2e.migrations.session.DatabaseState;
import io.e2e.migrations.session.HistoryTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The transactions of a run.
 *
 * @param list one for each pending migration, in order; the last one ends with {@code endSql}
 * @param endSql what completes a run that fails before its last migration
 */
record RunBatches(List<MigrationBatch> list, List<String> endSql) {

    RunBatches {
        list = List.copyOf(list);
        endSql = List.copyOf(endSql);
    }

    /** The transactions for the pending migrations of a database in this state. */
    static RunBatches of(
            DatabaseSession session, DatabaseState state, PendingFinder finder, List<PlannedMigration> pending) {
        HistoryTable history = session.historyTable();
        boolean fresh = state.history().isEmpty();
        SeedData seedData =
                fresh ? SeedData.ofFreshDatabase(history, state.snapshot()) : SeedData.ofUsedDatabase(history);
        List<MigrationBatch> batches = new ArrayList<>();
        for (PlannedMigration step : pending) {
            Migration migration = step.migration();
            Map<String, String> values = finder.inputsOf(migration);
            boolean isFirst = fresh && batches.isEmpty();
            boolean isLast = batches.size() == pending.size() - 1;
            batches.add(MigrationBatch.of(
                    migration,
                    values,
                    join(isFirst ? history.createSql() : List.of(), seedData.beforeSql(migration)),
                    join(
                            session.restoreSql(migration.script()),
                            join(seedData.afterSql(migration, values), isLast ? seedData.endSql() : List.of()))));
        }
        return new RunBatches(batches, seedData.endSql());
    }

    private static List<String> join(List<String> first, List<String> second) {
        return Stream.of(first, second).flatMap(List::stream).toList();
    }
}
