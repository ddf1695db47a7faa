package io.e2e.migrations.repair;

import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.catalog.MigrationCatalog;
import io.e2e.migrations.plan.AppliedMigration;
import io.e2e.migrations.plan.InterruptedMigration;
import io.e2e.migrations.repair.RepairReport.Outcome;
import io.e2e.migrations.repair.RepairReport.Repair;
import io.e2e.migrations.reset.SeedData;
import io.e2e.migrations.session.DatabaseSession;
import io.e2e.migrations.session.DatabaseState;
import io.e2e.migrations.session.HistoryFormatException;
import io.e2e.migrations.session.HistoryTable;
import io.e2e.migrations.session.Sql;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/**
 * Repairs the rows of a history under the lock, in one transaction, and then continues interrupted migrations. Runs no
 * statement of other migrations. Immutable.
 */
public final class HistoryRepair {

    private final MigrationCatalog catalog;
    private final List<String> files;

    /** A repair of these files, which are or were in the catalog. */
    public HistoryRepair(MigrationCatalog catalog, Collection<String> files) {
        this.catalog = catalog;
        this.files = List.copyOf(files);
    }

    /**
     * Repairs the history.
     *
     * @param continuation continues a migration that was interrupted
     * @throws RepairRefusedException if a file needs no repair, or none that is certain
     * @throws HistoryFormatException if the history has another format than ours
     */
    public RepairReport run(DatabaseSession session, Consumer<Migration> continuation) {
        DatabaseState state = session.lockAndRead(List.of(), List.of());
        if (state.isOutdated()) {
            throw new HistoryFormatException(session.description(), state.historyFormat());
        }
        List<RepairStep> steps = RepairPlanner.plan(this.catalog, state, this.files, session.description());
        HistoryTable history = session.historyTable();
        List<String> statements = new ArrayList<>();
        if (!state.pendingSeedData().isEmpty()) {
            statements.addAll(SeedData.pendingSql(history));
        }
        steps.forEach(step -> statements.addAll(sql(step, history)));
        session.execute(statements);
        List<Repair> repairs =
                new ArrayList<>(steps.stream().map(HistoryRepair::repair).toList());
        for (InterruptedMigration begun : state.interrupted()) {
            if (this.files.contains(begun.file())) {
                this.catalog.migrations().stream()
                        .filter(migration -> migration.file().equals(begun.file()))
                        .forEach(continuation);
                repairs.add(new Repair(
                        begun.file(),
                        Outcome.CONTINUED,
                        "from line " + begun.step().line() + " on"));
            }
        }
        return new RepairReport(session.description(), repairs);
    }

    private static List<String> sql(RepairStep step, HistoryTable history) {
        AppliedMigration row = step.row();
        Migration migration = step.migration();
        if (migration == null) {
            return SeedData.removeSql(history, row.file());
        }
        return List.of(
                "UPDATE %s SET version = %s, name = %s, file = %s, checksum = %s, inputs = array_replace(inputs, %s, %s) WHERE file = %s"
                        .formatted(
                                history.qualifiedName(),
                                Sql.literal(migration.version().text()),
                                Sql.literal(migration.name()),
                                Sql.literal(migration.file()),
                                Sql.literal(migration.checksum()),
                                Sql.literal(HistoryTable.LOCATION + "=" + row.location()),
                                Sql.literal(HistoryTable.LOCATION + "=" + migration.location()),
                                Sql.literal(row.file())));
    }

    private static Repair repair(RepairStep step) {
        Migration migration = step.migration();
        String file = step.row().file();
        if (migration == null) {
            return new Repair(file, Outcome.REMOVED, "what it made stays in the database");
        }
        return step.renames()
                ? new Repair(file, Outcome.RENAMED, migration.file())
                : new Repair(file, Outcome.CHECKSUM_RECORDED, "its statements were not run again");
    }
}
