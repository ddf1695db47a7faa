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
 * Plans a selection. Pure: no database, file, clock or log. A plan contains:
 *
 * <ol>
 *   <li>every migration that touches a selected object, so that the object has its final form;
 *   <li>every migration that a planned one requires;
 *   <li>every <em>earlier</em> migration that touches an object which a planned one touches, so that a later and wider
 *       selection on the same database only appends migrations;
 *   <li>what 2 and 3 require of the migrations that they add.
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
     * @param catalog the migrations to select from
     * @param selection objects, migrations, groups or globs; empty means everything
     * @throws UnknownSelectionException if an entry matches nothing; it offers the nearest names
     * @throws WholeCatalogException if the migrations have no headers to select by
     */
    public static MigrationPlan plan(MigrationCatalog catalog, List<String> selection) {
        MigrationPlanner planner = new MigrationPlanner(catalog);
        if (selection.isEmpty()) {
            Reason reason = catalog.hasFacts() ? new Reason.Everything() : new Reason.WholeCatalog(catalog.leftOut());
            catalog.migrations().forEach(migration -> planner.include(migration, reason));
        } else if (!catalog.hasFacts()) {
            throw new WholeCatalogException(selection, catalog);
        } else {
            SelectionResolver resolver = new SelectionResolver(catalog);
            List<ResolvedSelection> resolved =
                    selection.stream().map(resolver::resolve).toList();
            resolved.forEach(planner::request);
            resolved.forEach(planner::includeShaping);
        }
        return new MigrationPlan(selection, planner.complete());
    }

    /**
     * The migrations that an entry of a selection names, or that touch the objects that it names; in order.
     *
     * @throws UnknownSelectionException if it matches nothing; it offers the nearest names
     */
    public static List<Migration> named(MigrationCatalog catalog, String entry) {
        ResolvedSelection selected = new SelectionResolver(catalog).resolve(entry);
        return selected.migrations().isEmpty()
                ? selected.objects().stream()
                        .flatMap(object -> catalog.touching(object).stream())
                        .distinct()
                        .sorted(MigrationCatalog.ORDER)
                        .toList()
                : selected.migrations();
    }

    /**
     * The objects that a selection gives their final form.
     *
     * @throws UnknownSelectionException if an entry matches nothing; it offers the nearest names
     */
    public static List<ObjectRef> objects(MigrationCatalog catalog, List<String> selection) {
        SelectionResolver resolver = new SelectionResolver(catalog);
        return selection.stream()
                .flatMap(entry -> resolver.resolve(entry).objects().stream())
                .distinct()
                .toList();
    }

    /** A migration and what rules 2 to 4 add to it, in order. */
    public static List<Migration> closure(MigrationCatalog catalog, Migration migration) {
        MigrationPlanner planner = new MigrationPlanner(catalog);
        planner.include(migration, new Reason.Requested(migration.file()));
        return planner.complete().stream().map(PlannedMigration::migration).toList();
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

    /** A migration that several entries name has all of them in its reason, so that the report shows each. */
    private void request(Migration migration, Reason.Requested requested) {
        if (this.reasons.get(migration) instanceof Reason.Requested earlier) {
            this.reasons.put(migration, earlier.and(requested));
        } else {
            include(migration, requested);
        }
    }

    private void includeShaping(ResolvedSelection selected) {
        for (ObjectRef object : selected.objects()) {
            this.catalog.touching(object).forEach(migration -> include(migration, new Reason.Shapes(object)));
        }
    }

    private void include(Migration migration, Reason reason) {
        if (this.reasons.putIfAbsent(migration, reason) == null) {
            this.open.add(migration);
        }
    }

    private List<PlannedMigration> complete() {
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
            this.catalog.withVersion(other.version()).ifPresent(found -> include(found, reason));
        } else if (requirement instanceof Requirement.FinalForm form) {
            includeEarlier(migration, form.object().subject(), reason);
        } else if (requirement instanceof Requirement.Use use) {
            includeEarlier(migration, use.object(), reason);
        }
    }

    /**
     * Remembers how far the list of each object is included, so that the time for a table's migrations stays linear.
     */
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
