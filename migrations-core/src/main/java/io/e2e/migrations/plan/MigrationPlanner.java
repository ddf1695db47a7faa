package io.e2e.migrations.plan;

import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.catalog.MigrationCatalog;
import io.e2e.migrations.catalog.Requirement;
import io.e2e.migrations.schema.ObjectRef;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the plan for a selection. Pure: no database, file, clock or log. The rule, in full:
 *
 * <ol>
 *   <li>every migration that touches a selected object, so that it has its final form;
 *   <li>what a planned migration requires;
 *   <li>every <em>earlier</em> migration that touches an object which a planned one touches, so that a later and wider
 *       selection on the same database only ever appends;
 *   <li>2 and 3 again for what they brought in.
 * </ol>
 */
public final class MigrationPlanner {

    private final MigrationCatalog catalog;
    private final Map<Migration, Reason> reasons = new HashMap<>();
    private final Deque<Migration> open = new ArrayDeque<>();
    private final Map<ObjectRef, Integer> covered = new HashMap<>();

    private MigrationPlanner(MigrationCatalog catalog) {
        this.catalog = catalog;
    }

    /**
     * Plans a selection.
     *
     * @param catalog what there is
     * @param selection what is needed: objects, migrations, groups or globs; empty means everything
     * @throws UnknownSelectionException if an entry names nothing; it offers the nearest names
     */
    public static MigrationPlan plan(MigrationCatalog catalog, List<String> selection) {
        MigrationPlanner planner = new MigrationPlanner(catalog);
        if (selection.isEmpty()) {
            catalog.migrations().forEach(migration -> planner.include(migration, new Reason.Everything()));
        } else {
            SelectionResolver resolver = new SelectionResolver(catalog);
            List<ResolvedSelection> resolved =
                    selection.stream().map(resolver::resolve).toList();
            resolved.forEach(planner::request);
            resolved.forEach(planner::shape);
        }
        return new MigrationPlan(selection, planner.close());
    }

    /** A migration and everything it needs, in order: rules 2 to 4 for it alone, without the final form of anything. */
    public static List<Migration> closure(MigrationCatalog catalog, Migration migration) {
        MigrationPlanner planner = new MigrationPlanner(catalog);
        planner.include(migration, new Reason.Requested(migration.file()));
        return planner.close().stream().map(PlannedMigration::migration).toList();
    }

    private void request(ResolvedSelection selected) {
        Reason.Requested requested = new Reason.Requested(selected.entry());
        selected.migrations().forEach(migration -> request(migration, requested));
        for (ObjectRef object : selected.objects()) {
            this.catalog.touching(object).stream()
                    .filter(migration -> migration.creates(object))
                    .forEach(migration -> request(migration, requested));
        }
    }

    /** A migration that several entries name shows all of them, so that each can be found in the report. */
    private void request(Migration migration, Reason.Requested requested) {
        if (this.reasons.get(migration) instanceof Reason.Requested earlier) {
            this.reasons.put(migration, earlier.and(requested));
        } else {
            include(migration, requested);
        }
    }

    private void shape(ResolvedSelection selected) {
        for (ObjectRef object : selected.objects()) {
            this.catalog.touching(object).forEach(migration -> include(migration, new Reason.Shapes(object)));
        }
    }

    private void include(Migration migration, Reason reason) {
        if (this.reasons.putIfAbsent(migration, reason) == null) {
            this.open.add(migration);
        }
    }

    private List<PlannedMigration> close() {
        while (!this.open.isEmpty()) {
            Migration next = this.open.remove();
            next.header().requires().forEach(requirement -> require(next, requirement));
            next.touches().forEach(object -> includeEarlier(next, object, new Reason.Precedes(next, object)));
        }
        return this.reasons.entrySet().stream()
                .map(entry -> new PlannedMigration(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparing(PlannedMigration::migration, MigrationCatalog.ORDER))
                .toList();
    }

    private void require(Migration migration, Requirement requirement) {
        Reason reason = new Reason.RequiredBy(migration);
        if (requirement instanceof Requirement.OtherMigration other) {
            this.catalog.withNumber(other.number()).ifPresent(found -> include(found, reason));
        } else if (requirement instanceof Requirement.FinalForm form) {
            includeEarlier(migration, form.object().subject(), reason);
        }
    }

    /** Remembers how far each object's list was taken in, so that a table with many migrations costs no square. */
    private void includeEarlier(Migration migration, ObjectRef object, Reason reason) {
        List<Migration> touching = this.catalog.touching(object);
        int index = this.covered.getOrDefault(object, 0);
        while (index < touching.size() && touching.get(index).precedes(migration)) {
            include(touching.get(index), reason);
            index++;
        }
        this.covered.put(object, index);
    }
}
