package io.e2e.migrations.status;

import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.catalog.MigrationCatalog;
import io.e2e.migrations.plan.AppliedMigration;
import io.e2e.migrations.plan.InterruptedMigration;
import io.e2e.migrations.plan.MigrationPlan;
import io.e2e.migrations.plan.PendingFinder;
import io.e2e.migrations.plan.PlannedMigration;
import io.e2e.migrations.plan.Reason;
import io.e2e.migrations.status.MigrationStatus.Row;
import io.e2e.migrations.status.MigrationStatus.State;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the state of each migration. Pure: refuses nothing, because a status is asked for when something is wrong. */
public final class StatusFinder {

    private final MigrationCatalog catalog;
    private final MigrationPlan plan;
    private final Map<String, AppliedMigration> history = new HashMap<>();
    private final Map<Migration, PlannedMigration> pending = new HashMap<>();
    private final List<AppliedMigration> missing;

    /**
     * Prepares the comparison.
     *
     * @param catalog the catalog of the plan
     * @param plan the migrations that should be applied
     * @param history the history of the database
     * @param inputs the values of a run for migrations that declare inputs
     */
    public StatusFinder(
            MigrationCatalog catalog, MigrationPlan plan, List<AppliedMigration> history, Map<String, String> inputs) {
        this.catalog = catalog;
        this.plan = plan;
        history.forEach(row -> this.history.put(row.file(), row));
        new PendingFinder(catalog, history, inputs)
                .find(plan)
                .forEach(step -> this.pending.put(step.migration(), step));
        this.missing = PendingFinder.missingFiles(catalog, history);
    }

    /**
     * The status of this database.
     *
     * @param interrupted the migrations that began outside of a transaction and have not ended
     */
    public MigrationStatus status(String target, List<InterruptedMigration> interrupted) {
        Map<String, InterruptedMigration> begun = new LinkedHashMap<>();
        interrupted.forEach(row -> begun.put(row.file(), row));
        Set<Migration> planned = new HashSet<>(this.plan.migrations());
        List<Row> rows = new ArrayList<>();
        for (Migration migration : this.catalog.migrations()) {
            AppliedMigration row = this.history.get(migration.file());
            InterruptedMigration at = begun.remove(migration.file());
            if (at != null) {
                rows.add(new Row(migration.file(), migration, State.INTERRUPTED, null, at.place()));
            } else if (row != null || planned.contains(migration)) {
                rows.add(row(migration, row));
            }
        }
        this.missing.forEach(row -> rows.add(new Row(row.file(), null, State.MISSING, row, successor(row))));
        begun.values().forEach(gone -> rows.add(new Row(gone.file(), null, State.INTERRUPTED, null, gone.place())));
        return new MigrationStatus(target, rows);
    }

    private Row row(Migration migration, @Nullable AppliedMigration row) {
        PlannedMigration step = this.pending.get(migration);
        if (step != null) {
            String note =
                    step.reason() instanceof Reason.RunsAgain ? step.reason().toString() : "";
            return new Row(migration.file(), migration, State.PENDING, row, note);
        }
        boolean changed = row != null && !migration.header().repeatable() && !row.matches(migration);
        return new Row(migration.file(), migration, changed ? State.CHANGED : State.APPLIED, row, "");
    }

    private String successor(AppliedMigration row) {
        return this.pending.keySet().stream()
                .filter(row::matches)
                .map(Migration::file)
                .sorted()
                .findFirst()
                .map(file -> file + " has the same text")
                .orElse("");
    }
}
