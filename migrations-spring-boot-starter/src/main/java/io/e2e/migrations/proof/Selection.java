package io.e2e.migrations.proof;

import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.catalog.MigrationCatalog;
import io.e2e.migrations.change.SelectedObjects;
import io.e2e.migrations.inspect.SchemaDescription;
import io.e2e.migrations.plan.MigrationPlan;
import io.e2e.migrations.plan.MigrationPlanner;
import io.e2e.migrations.schema.ObjectKind;
import io.e2e.migrations.schema.ObjectRef;
import io.e2e.migrations.schema.SchemaObject;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A single object or a group, as a test may select it.
 *
 * @param entry the entry of the selection
 * @param objects the objects whose final form it promises
 * @param plan its plan
 */
record Selection(String entry, List<ObjectRef> objects, MigrationPlan plan) {

    /** Everything selectable that the whole catalog leaves, and every group. */
    static List<Selection> all(MigrationCatalog catalog, SchemaDescription whole) {
        List<Selection> selections = new ArrayList<>();
        created(catalog.migrations(), ObjectKind::isSelectable)
                .filter(object -> whole.find(object).isPresent())
                .forEach(object -> selections.add(of(catalog, object.name(), List.of(object))));
        for (String group : catalog.groups()) {
            List<ObjectRef> objects =
                    created(catalog.inGroup(group), kind -> true).toList();
            selections.add(of(catalog, "group:" + group, objects));
        }
        return selections;
    }

    private static Selection of(MigrationCatalog catalog, String entry, List<ObjectRef> objects) {
        return new Selection(entry, objects, MigrationPlanner.plan(catalog, List.of(entry)));
    }

    private static Stream<ObjectRef> created(List<Migration> migrations, Predicate<ObjectKind> kinds) {
        return migrations.stream()
                .flatMap(migration -> migration.header().creates().stream())
                .filter(object -> object.table() == null && kinds.test(object.kind()))
                .map(SchemaObject::subject)
                .distinct();
    }

    List<Migration> migrations() {
        return this.plan.migrations();
    }

    /** How what it promises differs from what the whole catalog gives. */
    List<String> differences(SchemaDescription whole, SchemaDescription state) {
        return new SelectedObjects(this.objects).differences(whole, state);
    }

    @Override
    public String toString() {
        return this.entry;
    }
}
