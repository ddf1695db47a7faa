package io.e2e.migrations.apply;

import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.foreign.ForeignRun;
import io.e2e.migrations.foreign.SettingScope;
import io.e2e.migrations.plan.InterruptedMigration;
import io.e2e.migrations.plan.PendingFinder;
import io.e2e.migrations.plan.PlannedMigration;
import io.e2e.migrations.reset.SeedData;
import io.e2e.migrations.script.TransactionUnit;
import io.e2e.migrations.session.DatabaseSession;
import io.e2e.migrations.session.DatabaseState;
import io.e2e.migrations.session.HistoryTable;
import io.e2e.migrations.session.Sql;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes the transactions of a run: each pending migration with our statements around its own. Immutable. */
final class RunBatches {

    private final DatabaseSession session;
    private final PendingFinder finder;
    private final List<Migration> pending;
    private final HistoryTable history;
    private final SeedData seedData;
    private final @Nullable ForeignRun foreign;
    private final List<InterruptedMigration> interrupted;
    private final boolean fresh;

    /**
     * Prepares the transactions for a database in this state.
     *
     * @param foreign what migrations of another tool need; {@code null} for migrations with headers
     */
    RunBatches(
            DatabaseSession session,
            DatabaseState state,
            PendingFinder finder,
            List<PlannedMigration> pending,
            @Nullable ForeignRun foreign) {
        this.session = session;
        this.finder = finder;
        this.pending = pending.stream().map(PlannedMigration::migration).toList();
        this.history = session.historyTable();
        this.fresh = state.history().isEmpty() && state.interrupted().isEmpty();
        this.seedData = this.fresh
                ? SeedData.ofFreshDatabase(this.history, state.snapshot())
                : SeedData.ofUsedDatabase(this.history);
        this.foreign = foreign;
        this.interrupted = state.interrupted();
    }

    /** Migrations that an earlier run began outside of a transaction. */
    List<InterruptedMigration> interrupted() {
        return this.interrupted;
    }

    /** Whether they are migrations of another tool. */
    boolean isForeign() {
        return this.foreign != null;
    }

    /** One for each pending migration, in order; the last one ends with {@link #endSql}. */
    List<MigrationBatch> list() {
        return this.pending.stream()
                .map(migration -> migration.runsInTransaction()
                        ? batch(migration, null)
                        : batch(migration, migration.script().upUnits()))
                .toList();
    }

    /** What completes a run that fails before its last migration. */
    List<String> endSql() {
        return this.foreign == null ? this.seedData.endSql() : List.of();
    }

    /** The batch of the same migration, statement by statement. */
    MigrationBatch withoutTransaction(MigrationBatch batch) {
        return batch(batch.migration(), batch.migration().script().upOneByOne());
    }

    /** The batch of a migration; without units, it is a transaction. */
    private MigrationBatch batch(Migration migration, @Nullable List<TransactionUnit> units) {
        boolean transaction = units == null;
        SettingScope scope = transaction ? SettingScope.TRANSACTION : SettingScope.SESSION;
        Map<String, String> values = this.finder.inputsOf(migration);
        boolean isFirst = migration.equals(this.pending.get(0));
        boolean isLast = migration.equals(this.pending.get(this.pending.size() - 1));
        MigrationBatch batch = MigrationBatch.of(
                migration,
                join(Stream.of(
                        MigrationBatch.inputsSql(values, scope),
                        this.foreign == null ? List.of() : this.foreign.settingsSql(scope))),
                join(Stream.of(
                        isFirst && this.fresh ? this.history.createSql() : List.of(),
                        isFirst && this.foreign != null ? this.foreign.firstSql(this.pending) : List.of(),
                        this.foreign == null ? this.seedData.beforeSql(migration) : List.of(),
                        units == null ? List.of() : startSql(migration, values, units))),
                join(Stream.of(
                        transaction ? List.of() : List.of(this.history.loadSql(migration)),
                        this.session.restoreSql(migration.script()),
                        recordSql(migration, values, transaction),
                        transaction ? List.of() : endSql(migration, values),
                        isLast ? endSql() : List.of())));
        return units == null ? batch : batch.inUnits(units);
    }

    private List<String> recordSql(Migration migration, Map<String, String> values, boolean transaction) {
        if (this.foreign == null) {
            return this.seedData.afterSql(migration, values);
        }
        List<String> record = this.foreign.recordSql(migration, values);
        return this.fresh && transaction ? record : join(Stream.of(List.of(this.history.deleteSql(migration)), record));
    }

    private List<String> startSql(Migration migration, Map<String, String> values, List<TransactionUnit> units) {
        return this.history.startSql(
                migration, values, NonTransactionalRun.step(MigrationBatch.units(units), 0, false));
    }

    /** Settings of custom names may outlive the transaction. */
    private List<String> endSql(Migration migration, Map<String, String> values) {
        return Stream.concat(
                        Stream.of(this.history.durationSql(migration)),
                        values.keySet().stream()
                                .map(name ->
                                        "SELECT set_config(" + Sql.literal("e2e_migrations." + name) + ", '', false)"))
                .toList();
    }

    /** The first batches, at most so many, that are sent in one message; one that takes several messages is alone. */
    static List<MigrationBatch> message(List<MigrationBatch> open, int size) {
        int end = 1;
        if (open.get(0).isTransaction()) {
            while (end < open.size() && end < size && open.get(end).isTransaction()) {
                end++;
            }
        }
        return open.subList(0, end);
    }

    private static List<String> join(Stream<List<String>> lists) {
        return lists.flatMap(List::stream).toList();
    }
}
