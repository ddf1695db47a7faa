package io.e2e.migrations.proof;

import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.catalog.MigrationCatalog;
import io.e2e.migrations.change.Differences;
import io.e2e.migrations.inspect.DescribedObject;
import io.e2e.migrations.inspect.SchemaDescription;
import io.e2e.migrations.plan.MigrationPlan;
import io.e2e.migrations.plan.MigrationPlanner;
import io.e2e.migrations.schema.ObjectKind;
import io.e2e.migrations.schema.ObjectRef;
import io.e2e.migrations.schema.SchemaObject;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
        Set<ObjectRef> uses = new LinkedHashSet<>();
        promised(whole).forEach(object -> addUses(object, whole, uses));
        return Differences.of(pick(whole, uses), pick(state, uses));
    }

    private static void addUses(DescribedObject object, SchemaDescription whole, Set<ObjectRef> uses) {
        object.parts().stream()
                .flatMap(part -> part.uses().stream())
                .filter(uses::add)
                .forEach(use -> definition(whole, use).ifPresent(used -> addUses(used, whole, uses)));
    }

    private static Optional<DescribedObject> definition(SchemaDescription description, ObjectRef ref) {
        return description.find(ref).filter(object -> object.kind().isDefinition());
    }

    /** Its objects, what belongs to them, and the functions, sequences and types that all of it uses. */
    private SchemaDescription pick(SchemaDescription from, Set<ObjectRef> uses) {
        Set<DescribedObject> picked = new LinkedHashSet<>(promised(from));
        uses.forEach(use -> definition(from, use).ifPresent(picked::add));
        return new SchemaDescription(List.copyOf(picked));
    }

    private List<DescribedObject> promised(SchemaDescription from) {
        List<DescribedObject> promised = new ArrayList<>();
        for (ObjectRef object : this.objects) {
            from.find(object).ifPresent(promised::add);
            if (object.space() == ObjectRef.Space.RELATION) {
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
