package io.e2e.migrations.change;

import io.e2e.migrations.inspect.DescribedObject;
import io.e2e.migrations.inspect.SchemaDescription;
import io.e2e.migrations.schema.ObjectRef;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a selection promises: objects in their final form, with what belongs to them and what they use.
 *
 * @param objects the selected objects
 */
public record SelectedObjects(List<ObjectRef> objects) {

    public SelectedObjects {
        objects = List.copyOf(objects);
    }

    /** How they differ from what the whole catalog makes of them, a line for each difference. */
    public List<String> differences(SchemaDescription whole, SchemaDescription state) {
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

    /** The objects, what belongs to them, and the functions, sequences and types that all of it uses. */
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
}
