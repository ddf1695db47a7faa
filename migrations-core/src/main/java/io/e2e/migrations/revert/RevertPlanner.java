package io.e2e.migrations.revert;

import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.catalog.MigrationCatalog;
import io.e2e.migrations.catalog.Requirement;
import io.e2e.migrations.plan.AppliedMigration;
import io.e2e.migrations.plan.MigrationPlanner;
import io.e2e.migrations.plan.PendingFinder;
import io.e2e.migrations.revert.RevertRequest.Dependents;
import io.e2e.migrations.revert.RevertRequest.Scope;
import io.e2e.migrations.schema.ObjectKind;
import io.e2e.migrations.schema.ObjectRef;
import io.e2e.migrations.script.MigrationScript;
import io.e2e.migrations.script.SqlStatement;
import io.e2e.migrations.script.TransactionUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Plans which migrations to revert, and in which order: a migration comes before those that it needs. Pure. An applied
 * migration needs an earlier one if it requires it or touches an object that the earlier one touches, as in
 * {@link MigrationPlanner}.
 */
final class RevertPlanner {

    private final MigrationCatalog catalog;
    private final RevertRequest request;
    private final List<AppliedMigration> missing;
    private final Map<Migration, AppliedMigration> applied = new LinkedHashMap<>();
    private final Map<Migration, RevertStep> steps = new TreeMap<>(MigrationCatalog.ORDER.reversed());
    private final Map<Migration, List<Migration>> needed = new TreeMap<>(MigrationCatalog.ORDER);

    private RevertPlanner(MigrationCatalog catalog, List<AppliedMigration> history, RevertRequest request) {
        this.catalog = catalog;
        this.request = request;
        this.missing = PendingFinder.missingFiles(catalog, history);
        Map<String, AppliedMigration> rows = new HashMap<>();
        history.forEach(row -> rows.put(row.file(), row));
        for (Migration migration : catalog.migrations()) {
            AppliedMigration row = rows.get(migration.file());
            if (row != null) {
                this.applied.put(migration, row);
            }
        }
    }

    /**
     * The migrations to revert, in this order.
     *
     * @param history the history of the database
     * @param target the database, for messages
     * @throws RevertRefusedException if one of them cannot be reverted; it names every reason
     * @throws io.e2e.migrations.plan.UnknownSelectionException if an entry of the request matches nothing
     */
    static List<RevertStep> plan(
            MigrationCatalog catalog, List<AppliedMigration> history, RevertRequest request, String target) {
        RevertPlanner planner = new RevertPlanner(catalog, history, request);
        planner.requested().forEach(migration -> planner.add(migration, "requested"));
        planner.addDependents();
        List<Obstacle> obstacles = planner.obstacles();
        if (!obstacles.isEmpty()) {
            throw new RevertRefusedException(target, obstacles);
        }
        return List.copyOf(planner.steps.values());
    }

    private List<Migration> requested() {
        return switch (this.request.scope()) {
            case LAST -> lastApplied().stream().toList();
            case SELECTION ->
                this.request.entries().stream()
                        .flatMap(entry -> MigrationPlanner.named(this.catalog, entry).stream())
                        .filter(this.applied::containsKey)
                        .toList();
            case AFTER, FROM -> {
                String entry = "migration:" + this.request.entries().get(0);
                Migration bound = MigrationPlanner.named(this.catalog, entry).get(0);
                boolean repeatable = bound.header().repeatable();
                yield this.applied.keySet().stream()
                        .filter(migration -> migration.equals(bound)
                                ? this.request.scope() == Scope.FROM
                                : bound.precedes(migration)
                                        && migration.header().repeatable() == repeatable)
                        .toList();
            }
        };
    }

    private Optional<Migration> lastApplied() {
        return this.applied.entrySet().stream()
                .max(Comparator.comparing((Map.Entry<Migration, AppliedMigration> entry) ->
                                !entry.getKey().header().repeatable())
                        .thenComparingLong(entry -> entry.getValue().rank()))
                .map(Map.Entry::getKey);
    }

    private void add(Migration migration, String reason) {
        AppliedMigration row = this.applied.get(migration);
        if (row != null) {
            this.steps.putIfAbsent(migration, new RevertStep(migration, row, reason));
        }
    }

    /** Adds the applied migrations that need one of the steps. In order, since a migration needs only earlier ones. */
    private void addDependents() {
        for (Migration migration : this.applied.keySet()) {
            List<Migration> needs = this.steps.keySet().stream()
                    .filter(step -> this.catalog.hasFacts() ? needs(migration, step) : follows(migration, step))
                    .sorted(MigrationCatalog.ORDER)
                    .toList();
            if (!needs.isEmpty() && !this.steps.containsKey(migration)) {
                if (!migration.header().repeatable() && this.request.dependents() == Dependents.REFUSE) {
                    needs.forEach(earlier -> this.needed
                            .computeIfAbsent(earlier, any -> new ArrayList<>())
                            .add(migration));
                }
                add(migration, "needs " + needs.get(0).label());
            }
        }
    }

    /** Without headers, a later migration may need any earlier one; a repeatable one is not reverted, as in its tool. */
    private static boolean follows(Migration later, Migration earlier) {
        return earlier.precedes(later) && !later.header().repeatable();
    }

    /** Whether an applied migration needs another one to stay applied. */
    static boolean needs(Migration later, Migration earlier) {
        if (!earlier.precedes(later)) {
            return false;
        }
        boolean required = later.header().requires().stream()
                .anyMatch(requirement -> (requirement instanceof Requirement.OtherMigration other
                                && other.version().equals(earlier.version()))
                        || (requirement instanceof Requirement.FinalForm form
                                && earlier.touches().contains(form.object().subject())));
        return required
                || later.touches().stream()
                        .filter(earlier.touches()::contains)
                        .anyMatch(object -> earlier.creates(object) || !onlyAddsPartitions(later, object));
    }

    /** Whether a repeatable migration only adds partitions to a table, which fit whatever columns the table has. */
    private static boolean onlyAddsPartitions(Migration migration, ObjectRef table) {
        return migration.header().repeatable()
                && migration
                        .header()
                        .objects()
                        .filter(object -> object.subject().equals(table))
                        .allMatch(object -> object.kind() == ObjectKind.PARTITION);
    }

    private List<Obstacle> obstacles() {
        if (this.steps.isEmpty() && this.request.scope().namesState()) {
            return List.of();
        }
        if (this.steps.isEmpty()) {
            return List.of(new Obstacle("none of its migrations is applied", "MigrationService.status() shows them."));
        }
        List<Obstacle> obstacles = new ArrayList<>();
        this.needed.forEach((earlier, later) -> obstacles.add(new Obstacle(
                earlier.label() + " is needed by " + labels(later),
                "Revert them too: migrations.revert(" + this.request.withDependents() + ").")));
        if (obstacles.isEmpty()) {
            this.steps.values().stream().flatMap(this::obstacles).forEach(obstacles::add);
        }
        long first = this.steps.values().stream()
                .mapToLong(step -> step.applied().rank())
                .min()
                .orElse(0);
        this.missing.stream()
                .filter(row -> row.rank() > first)
                .map(row -> new Obstacle(
                        row.file() + " was applied later and may need them, but its file is gone",
                        "Restore the file; or, if it never comes back, migrations.repair(\"" + row.file() + "\")."))
                .forEach(obstacles::add);
        return obstacles;
    }

    private static String labels(Collection<Migration> migrations) {
        return migrations.stream().map(Migration::label).collect(Collectors.joining(", "));
    }

    private Stream<Obstacle> obstacles(RevertStep step) {
        Migration migration = step.migration();
        List<Obstacle> obstacles = new ArrayList<>();
        if (!step.applied().matches(migration)) {
            obstacles.add(new Obstacle(
                    migration.label() + " was edited after it was applied, so its Down may not fit",
                    migration.header().repeatable()
                            ? "Apply the migrations first, which runs it again."
                            : "Restore the old text; or, if the Down fits what was applied, first"
                                    + " migrations.repair(\"" + migration.file() + "\")."));
        }
        obstacles.addAll(obstacles(migration));
        return obstacles.stream();
    }

    /** What a Down section contains that no revert can run. */
    private List<Obstacle> obstacles(Migration migration) {
        String remedy = "Undo it with a new migration, or start with an empty database.";
        MigrationScript script = migration.script();
        List<Obstacle> obstacles = new ArrayList<>();
        if (script.down().isEmpty()) {
            obstacles.add(new Obstacle(migration.label() + " has no Down section", remedy));
        }
        List<TransactionUnit> units = script.downUnits();
        boolean refuses =
                this.catalog.hasFacts() && script.down().stream().anyMatch(SqlStatement::isTransactionControl);
        if (refuses || units.size() > 1 || !units.stream().allMatch(TransactionUnit::committed)) {
            obstacles.add(new Obstacle(
                    migration.label() + " has a Down section that begins or ends a transaction itself", remedy));
        }
        script.downTransaction().stream()
                .filter(SqlStatement::refusesTransaction)
                .findFirst()
                .map(statement -> new Obstacle(
                        migration.label() + " has a Down section that may be done in part when it is interrupted: the"
                                + " statement at line " + statement.line()
                                + " cannot run in a transaction, and only DROP"
                                + " INDEX CONCURRENTLY before all other statements can be run again",
                        remedy))
                .ifPresent(obstacles::add);
        return obstacles;
    }
}
