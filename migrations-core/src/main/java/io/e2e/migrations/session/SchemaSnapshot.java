package io.e2e.migrations.session;

import io.e2e.migrations.schema.ObjectKind;
import io.e2e.migrations.schema.SchemaObject;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Those objects of a schema that were asked for by name, and every partition of the tables among them.
 *
 * @param objects what was found
 */
public record SchemaSnapshot(List<FoundObject> objects) {

    public SchemaSnapshot {
        objects = List.copyOf(objects);
    }

    /** The object of this kind and name, on this table if it belongs to one. */
    public Optional<FoundObject> find(SchemaObject wanted) {
        return this.objects.stream()
                .filter(found -> found.kind() == wanted.kind()
                        && found.name().equals(wanted.name())
                        && Objects.equals(found.table(), wanted.table()))
                .findFirst();
    }

    /** Anything in the name space of relations that has this name: a table, view, index or partition. */
    public Optional<FoundObject> relation(String name) {
        return this.objects.stream()
                .filter(found -> found.kind() != ObjectKind.FUNCTION && found.kind() != ObjectKind.TRIGGER)
                .filter(found -> found.name().equals(name))
                .findFirst();
    }

    /** The attached partitions of a table. */
    public Stream<FoundObject> partitionsOf(String table) {
        return this.objects.stream()
                .filter(found -> found.kind() == ObjectKind.PARTITION && table.equals(found.table()));
    }
}
