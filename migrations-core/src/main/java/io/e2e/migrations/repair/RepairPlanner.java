package io.e2e.migrations.repair;

import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.catalog.MigrationCatalog;
import io.e2e.migrations.plan.AppliedMigration;
import io.e2e.migrations.plan.InterruptedMigration;
import io.e2e.migrations.plan.PendingFinder;
import io.e2e.migrations.session.DatabaseState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds what the named files need. Pure. Repairs nothing that is not named, and guesses nothing. */
final class RepairPlanner {

    private final Map<String, Migration> migrations = new HashMap<>();
    private final Map<String, AppliedMigration> rows = new HashMap<>();
    private final Map<String, InterruptedMigration> interrupted = new HashMap<>();
    private final List<AppliedMigration> missing;
    private final Set<RepairStep> steps = new LinkedHashSet<>();
    private final List<String> problems = new ArrayList<>();

    private RepairPlanner(MigrationCatalog catalog, DatabaseState state) {
        catalog.migrations().forEach(migration -> this.migrations.put(migration.file(), migration));
        state.history().forEach(row -> this.rows.put(row.file(), row));
        state.interrupted().forEach(begun -> this.interrupted.put(begun.file(), begun));
        this.missing = PendingFinder.missingFiles(catalog, state.history());
    }

    /**
     * The repairs of rows, in the order of the files; none for a migration that was interrupted.
     *
     * @param target the database, for messages
     * @throws RepairRefusedException if a file needs no repair, or none that is certain; it names all of them
     */
    static List<RepairStep> plan(
            MigrationCatalog catalog, DatabaseState state, Collection<String> files, String target) {
        RepairPlanner planner = new RepairPlanner(catalog, state);
        files.forEach(planner::add);
        if (files.isEmpty()) {
            planner.problems.add("no file is named");
        }
        if (!planner.problems.isEmpty()) {
            throw new RepairRefusedException(target, planner.problems);
        }
        return List.copyOf(planner.steps);
    }

    private void add(String file) {
        Migration migration = this.migrations.get(file);
        AppliedMigration row = this.rows.get(file);
        InterruptedMigration begun = this.interrupted.get(file);
        if (begun != null && migration == null) {
            this.problems.add(
                    file + " was interrupted " + begun.place() + ", but its file is gone: restore it to continue");
        } else if (begun != null) {
            return;
        } else if (migration != null && row != null) {
            addApplied(migration, row);
        } else if (migration != null) {
            List<AppliedMigration> earlier = this.missing.stream()
                    .filter(gone -> gone.matches(migration))
                    .toList();
            addRenamed(earlier.size() == 1 ? earlier.get(0) : null, migration, file + " is pending, not applied");
        } else if (row != null && this.missing.contains(row)) {
            addMissing(row);
        } else if (row != null) {
            this.problems.add(file + " was applied from " + row.location() + ", which this catalog does not contain");
        } else {
            this.problems.add(file + " is neither in the catalog nor in the history");
        }
    }

    private void addApplied(Migration migration, AppliedMigration row) {
        if (migration.header().repeatable()) {
            this.problems.add(migration.file() + " is repeatable: the next run applies it again if it has changed");
        } else if (row.matches(migration)) {
            this.problems.add(migration.file() + " is applied and unchanged");
        } else {
            this.steps.add(new RepairStep(row, migration));
        }
    }

    private void addMissing(AppliedMigration row) {
        List<Migration> later = this.migrations.values().stream()
                .filter(migration -> !this.rows.containsKey(migration.file()) && row.matches(migration))
                .toList();
        if (later.isEmpty()) {
            this.steps.add(new RepairStep(row, null));
        } else {
            addRenamed(row, later.size() == 1 ? later.get(0) : null, row.file() + " has the text of several files");
        }
    }

    private void addRenamed(@Nullable AppliedMigration row, @Nullable Migration migration, String otherwise) {
        if (row == null || migration == null) {
            this.problems.add(otherwise);
        } else {
            this.steps.add(new RepairStep(row, migration));
        }
    }
}
