package io.e2e.migrations.proof;

import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.catalog.MigrationCatalog;
import io.e2e.migrations.inspect.DescribedKind;
import io.e2e.migrations.inspect.DescribedObject;
import io.e2e.migrations.inspect.DescribedPart.Use;
import io.e2e.migrations.inspect.SchemaDescription;
import io.e2e.migrations.plan.MigrationPlan;
import io.e2e.migrations.plan.MigrationPlanner;
import io.e2e.migrations.proof.change.Differences;
import io.e2e.migrations.schema.ObjectRef;
import io.e2e.migrations.schema.SchemaObject;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A single relation or a group, as a test may select it.
 *
 * @param entry the entry of the selection
 * @param objects the tables, views and functions whose final form it promises
 * @param plan its plan
 */
record Selection(String entry, List<ObjectRef> objects, MigrationPlan plan) {

    /** Every relation that the whole catalog leaves, and every group. */
    static List<Selection> all(MigrationCatalog catalog, SchemaDescription whole) {
        List<Selection> selections = new ArrayList<>();
        created(catalog.migrations())
                .filter(object -> object.space() == ObjectRef.Space.RELATION)
                .filter(object -> exists(object, whole))
                .forEach(object -> selections.add(of(catalog, object.name(), List.of(object))));
        for (String group : catalog.groups()) {
            List<ObjectRef> objects = created(catalog.inGroup(group))
                    .filter(object -> exists(object, whole))
                    .toList();
            selections.add(of(catalog, "group:" + group, objects));
        }
        return selections;
    }

    private static Selection of(MigrationCatalog catalog, String entry, List<ObjectRef> objects) {
        return new Selection(entry, objects, MigrationPlanner.plan(catalog, List.of(entry)));
    }

    private static Stream<ObjectRef> created(List<Migration> migrations) {
        return migrations.stream()
                .flatMap(migration -> migration.header().creates().stream())
                .filter(object -> !object.kind().belongsToTable())
                .map(SchemaObject::subject)
                .distinct();
    }

    private static boolean exists(ObjectRef object, SchemaDescription description) {
        return object.space() == ObjectRef.Space.FUNCTION
                ? description.find(DescribedKind.FUNCTION, object.name(), null).isPresent()
                : description.relation(object.name()).isPresent();
    }

    List<Migration> migrations() {
        return this.plan.migrations();
    }

    /** How what it promises differs from what the whole catalog gives. */
    List<String> differences(SchemaDescription whole, SchemaDescription state) {
        Set<Use> uses = new LinkedHashSet<>();
        promised(whole).forEach(object -> object.parts().forEach(part -> uses.addAll(part.uses())));
        return Differences.of(pick(whole, uses), pick(state, uses));
    }

    /** Its objects, what belongs to them, and the functions and types that all of it uses. */
    private SchemaDescription pick(SchemaDescription from, Set<Use> uses) {
        Set<DescribedObject> picked = new LinkedHashSet<>(promised(from));
        for (Use use : uses) {
            if (use.kind() == DescribedKind.FUNCTION || use.kind() == DescribedKind.TYPE) {
                from.find(use.kind(), use.name(), null).ifPresent(picked::add);
            }
        }
        return new SchemaDescription(List.copyOf(picked));
    }

    private List<DescribedObject> promised(SchemaDescription from) {
        List<DescribedObject> promised = new ArrayList<>();
        for (ObjectRef object : this.objects) {
            if (object.space() == ObjectRef.Space.FUNCTION) {
                from.find(DescribedKind.FUNCTION, object.name(), null).ifPresent(promised::add);
            } else {
                from.relation(object.name()).ifPresent(promised::add);
                from.belongingTo(object.name()).forEach(promised::add);
            }
        }
        return promised;
    }

    @Override
    public String toString() {
        return this.entry;
    }
}
