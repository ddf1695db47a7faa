package io.e2e.migrations.plan;

import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.catalog.MigrationCatalog;
import io.e2e.migrations.config.MigrationOptions.OutOfOrder;
import io.e2e.migrations.schema.ObjectRef;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Compares a plan with the history of a database. Pure. The history is a set, not a watermark: a planned migration that
 * was not applied is pending, whatever its number.
 */
public final class PendingFinder {

    private final MigrationCatalog catalog;
    private final Map<String, String> inputs;
    private final Map<String, AppliedMigration> applied = new HashMap<>();

    /**
     * Prepares the comparison.
     *
     * @param catalog all migrations
     * @param history the history of the database
     * @param inputs the values of this run for migrations that declare inputs
     */
    public PendingFinder(MigrationCatalog catalog, Collection<AppliedMigration> history, Map<String, String> inputs) {
        this.catalog = catalog;
        this.inputs = Map.copyOf(inputs);
        history.forEach(row -> this.applied.put(row.file(), row));
    }

    /**
     * The pending migrations, in order.
     *
     * @param plan the migrations to apply
     * @param outOfOrder what to do with a pending migration that precedes an applied one on the same objects
     * @throws ChangedMigrationException if a versioned file was edited after it was applied
     * @throws RenamedMigrationException if a versioned file was renamed after it was applied
     * @throws OutOfOrderException if {@code outOfOrder} is {@code FAIL} and there is such a migration
     */
    public List<PlannedMigration> pending(MigrationPlan plan, OutOfOrder outOfOrder) {
        refuseChanged(plan);
        Map<Migration, PlannedMigration> pending = versioned(plan);
        refuseRenamed(pending.keySet());
        if (outOfOrder == OutOfOrder.FAIL) {
            refuseOutOfOrder(plan, pending.keySet());
        }
        addRepeatable(plan, pending);
        return List.copyOf(pending.values());
    }

    /** The pending migrations, in order, even if {@link #pending} refuses to apply them. */
    public List<PlannedMigration> find(MigrationPlan plan) {
        Map<Migration, PlannedMigration> pending = versioned(plan);
        addRepeatable(plan, pending);
        return List.copyOf(pending.values());
    }

    private Map<Migration, PlannedMigration> versioned(MigrationPlan plan) {
        Map<Migration, PlannedMigration> pending = new LinkedHashMap<>();
        for (PlannedMigration step : plan.steps()) {
            if (!step.migration().header().repeatable() && !isApplied(step.migration())) {
                pending.put(step.migration(), step);
            }
        }
        return pending;
    }

    private void refuseRenamed(Collection<Migration> pending) {
        List<RenamedMigrationException.Renaming> renamed = new ArrayList<>();
        List<AppliedMigration> missing = missingFiles(this.catalog, this.applied.values());
        for (Migration migration : pending) {
            // What creates nothing, such as an extension, may have the same text in the catalogs of two teams.
            boolean makes =
                    this.catalog.hasFacts() ? !migration.header().creates().isEmpty() : migration.hasStatements();
            if (makes) {
                missing.stream()
                        .filter(row -> row.matches(migration))
                        .forEach(row -> renamed.add(new RenamedMigrationException.Renaming(migration, row)));
            }
        }
        if (!renamed.isEmpty()) {
            throw new RenamedMigrationException(renamed);
        }
    }

    /** The rows of a history whose files the catalog does not contain, although it has their location. */
    public static List<AppliedMigration> missingFiles(MigrationCatalog catalog, Collection<AppliedMigration> history) {
        Set<String> files = catalog.migrations().stream().map(Migration::file).collect(Collectors.toSet());
        Set<String> locations = catalog.locations();
        return history.stream()
                .filter(row ->
                        !files.contains(row.file()) && row.location() != null && locations.contains(row.location()))
                .toList();
    }

    /** Whether the migration was applied to the database, whatever its checksum was. */
    public boolean isApplied(Migration migration) {
        return this.applied.containsKey(migration.file());
    }

    /**
     * The values of this run for the inputs that the migration declares: those of the migration alone, whose names begin
     * with its file, before those of all.
     */
    public Map<String, String> inputsOf(Migration migration) {
        Map<String, String> values = new TreeMap<>();
        migration.header().inputs().forEach(name -> {
            String value = this.inputs.getOrDefault(migration.file() + " " + name, this.inputs.get(name));
            if (value != null) {
                values.put(name, value);
            }
        });
        return values;
    }

    private void refuseChanged(MigrationPlan plan) {
        List<ChangedMigrationException.Change> changes = new ArrayList<>();
        for (Migration migration : plan.migrations()) {
            AppliedMigration row = this.applied.get(migration.file());
            if (row != null && !migration.header().repeatable() && !row.matches(migration)) {
                changes.add(new ChangedMigrationException.Change(migration, row));
            }
        }
        if (!changes.isEmpty()) {
            throw new ChangedMigrationException(changes);
        }
    }

    private void refuseOutOfOrder(MigrationPlan plan, Collection<Migration> pending) {
        List<OutOfOrderException.Pair> pairs = new ArrayList<>();
        Map<ObjectRef, NavigableSet<Migration>> applied = new HashMap<>();
        boolean known = this.catalog.hasFacts() || !plan.touched().isEmpty();
        NavigableSet<Migration> all = versioned(known ? List.of() : this.catalog.migrations());
        for (Migration late : pending) {
            Stream.concat(
                            touches(plan, late).stream()
                                    .map(object ->
                                            applied.computeIfAbsent(object, any -> versioned(touching(plan, any))))
                                    .flatMap(versioned -> Stream.ofNullable(versioned.higher(late))),
                            Stream.of(all)
                                    .filter(set -> !set.isEmpty())
                                    .flatMap(set -> Stream.ofNullable(set.higher(late))))
                    .min(MigrationCatalog.ORDER)
                    .ifPresent(other -> pairs.add(new OutOfOrderException.Pair(late, other)));
        }
        if (!pairs.isEmpty()) {
            throw new OutOfOrderException(pairs);
        }
    }

    private static Set<ObjectRef> touches(MigrationPlan plan, Migration migration) {
        return plan.touched().getOrDefault(migration.file(), migration.touches());
    }

    private List<Migration> touching(MigrationPlan plan, ObjectRef object) {
        return plan.touched().isEmpty()
                ? this.catalog.touching(object)
                : this.catalog.migrations().stream()
                        .filter(migration -> touches(plan, migration).contains(object))
                        .toList();
    }

    private NavigableSet<Migration> versioned(Collection<Migration> migrations) {
        return migrations.stream()
                .filter(migration -> !migration.header().repeatable() && isApplied(migration))
                .collect(Collectors.toCollection(() -> new TreeSet<>(MigrationCatalog.ORDER)));
    }

    /** Adds the repeatable migrations that must run: planned ones, and ones that a wider plan applied earlier. */
    private void addRepeatable(MigrationPlan plan, Map<Migration, PlannedMigration> pending) {
        Map<Migration, PlannedMigration> planned =
                plan.steps().stream().collect(Collectors.toMap(PlannedMigration::migration, step -> step));
        for (Migration migration : this.catalog.migrations()) {
            if (!migration.header().repeatable()) {
                continue;
            }
            PlannedMigration step = planned.get(migration);
            AppliedMigration row = this.applied.get(migration.file());
            if (row == null && step != null) {
                pending.put(migration, step);
            } else if (row != null) {
                rerunReason(migration, row, step != null, pending.keySet())
                        .map(Reason.RunsAgain::new)
                        .ifPresent(reason -> pending.put(migration, new PlannedMigration(migration, reason)));
            }
        }
    }

    private Optional<String> rerunReason(
            Migration migration, AppliedMigration row, boolean planned, Set<Migration> pending) {
        Set<Migration> required = new LinkedHashSet<>(MigrationPlanner.closure(this.catalog, migration));
        required.remove(migration);
        Optional<String> inThisRun = pending.stream()
                .filter(required::contains)
                .findFirst()
                .map(other -> other.label() + " is applied in this run");
        // An earlier run, with any selection, applied the required migration and failed before this one.
        return inThisRun
                .or(() -> required.stream()
                        .filter(other -> isNewer(other, row))
                        .findFirst()
                        .map(other -> other.label() + " was applied since"))
                .or(() -> planned ? changeReason(migration, row) : Optional.empty());
    }

    private Optional<String> changeReason(Migration migration, AppliedMigration row) {
        if (!row.matches(migration)) {
            return Optional.of("its text has changed");
        }
        return row.inputs().equals(inputsOf(migration))
                ? Optional.empty()
                : Optional.of("its inputs have changed to " + inputsOf(migration));
    }

    private boolean isNewer(Migration required, AppliedMigration row) {
        AppliedMigration other = this.applied.get(required.file());
        return other != null && other.rank() > row.rank();
    }
}
