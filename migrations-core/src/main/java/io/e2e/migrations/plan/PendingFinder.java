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
 * Compares a plan with a database's history. Pure. The history is a set, not a watermark: what is in the plan and was
 * not applied is pending, whatever its number.
 */
public final class PendingFinder {

    private final MigrationCatalog catalog;
    private final Map<String, String> inputs;
    private final Map<String, AppliedMigration> applied = new HashMap<>();

    /**
     * Prepares the comparison.
     *
     * @param catalog what there is
     * @param history what the database has
     * @param inputs the values that this run would give to migrations that declare inputs
     */
    public PendingFinder(MigrationCatalog catalog, Collection<AppliedMigration> history, Map<String, String> inputs) {
        this.catalog = catalog;
        this.inputs = Map.copyOf(inputs);
        history.forEach(row -> this.applied.put(row.file(), row));
    }

    /**
     * What is still to be done, in order.
     *
     * @param plan what is wanted
     * @param outOfOrder what to do with a pending migration that precedes an applied one on the same objects
     * @throws ChangedMigrationException if a versioned file was edited after it was applied
     * @throws OutOfOrderException if {@code outOfOrder} is {@code FAIL} and there is such a migration
     */
    public List<PlannedMigration> pending(MigrationPlan plan, OutOfOrder outOfOrder) {
        refuseChanged(plan);
        Map<Migration, PlannedMigration> pending = new LinkedHashMap<>();
        for (PlannedMigration step : plan.steps()) {
            if (!step.migration().header().repeatable() && !isApplied(step.migration())) {
                pending.put(step.migration(), step);
            }
        }
        if (outOfOrder == OutOfOrder.FAIL) {
            refuseOutOfOrder(pending.keySet());
        }
        addRepeatable(plan, pending);
        return List.copyOf(pending.values());
    }

    /** Whether the database has this migration, with whatever content. */
    public boolean isApplied(Migration migration) {
        return this.applied.containsKey(migration.file());
    }

    /** The values that this run gives to the migration: those of its declared inputs. */
    public Map<String, String> inputsOf(Migration migration) {
        Map<String, String> values = new TreeMap<>();
        migration.header().inputs().forEach(name -> {
            String value = this.inputs.get(name);
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

    private void refuseOutOfOrder(Collection<Migration> pending) {
        List<OutOfOrderException.Pair> pairs = new ArrayList<>();
        Map<ObjectRef, NavigableSet<Migration>> applied = new HashMap<>();
        for (Migration late : pending) {
            late.touches().stream()
                    .map(object -> applied.computeIfAbsent(object, this::appliedVersioned))
                    .flatMap(versioned -> Stream.ofNullable(versioned.higher(late)))
                    .min(MigrationCatalog.ORDER)
                    .ifPresent(other -> pairs.add(new OutOfOrderException.Pair(late, other)));
        }
        if (!pairs.isEmpty()) {
            throw new OutOfOrderException(pairs);
        }
    }

    private NavigableSet<Migration> appliedVersioned(ObjectRef object) {
        return this.catalog.touching(object).stream()
                .filter(migration -> !migration.header().repeatable() && isApplied(migration))
                .collect(Collectors.toCollection(() -> new TreeSet<>(MigrationCatalog.ORDER)));
    }

    /** Adds the plan's repeatable migrations that are due, and those that an earlier, wider plan left here. */
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
                whyAgain(migration, row, step != null, pending.keySet())
                        .map(Reason.RunsAgain::new)
                        .ifPresent(reason -> pending.put(migration, new PlannedMigration(migration, reason)));
            }
        }
    }

    private Optional<String> whyAgain(
            Migration migration, AppliedMigration row, boolean planned, Set<Migration> pending) {
        Set<Migration> needs = new LinkedHashSet<>(MigrationPlanner.closure(this.catalog, migration));
        needs.remove(migration);
        Optional<Migration> coming = pending.stream().filter(needs::contains).findFirst();
        if (coming.isPresent()) {
            return Optional.of(coming.get().label() + " is applied in this run");
        }
        Optional<Migration> since =
                needs.stream().filter(needed -> isNewer(needed, row)).findFirst();
        if (since.isPresent()) {
            // A run that failed in between, whatever it had selected, left this undone.
            return Optional.of(since.get().label() + " was applied since");
        }
        return planned ? changed(migration, row) : Optional.empty();
    }

    private Optional<String> changed(Migration migration, AppliedMigration row) {
        if (!row.matches(migration)) {
            return Optional.of("its text has changed");
        }
        return row.inputs().equals(inputsOf(migration))
                ? Optional.empty()
                : Optional.of("its inputs have changed to " + inputsOf(migration));
    }

    private boolean isNewer(Migration needed, AppliedMigration row) {
        AppliedMigration other = this.applied.get(needed.file());
        return other != null && other.rank() > row.rank();
    }
}
