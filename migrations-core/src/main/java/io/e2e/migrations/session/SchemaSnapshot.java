package io.e2e.migrations.session;

import io.e2e.migrations.schema.ObjectKind;
import io.e2e.migrations.schema.SchemaObject;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The objects of a schema that were requested by name, with every partition and trigger of the tables among them. An
 * immutable value; the time of a lookup does not depend on the number of objects.
 */
public final class SchemaSnapshot {

    private final List<FoundObject> objects;
    private final Map<String, List<FoundObject>> byName;
    private final Map<String, List<FoundObject>> partitions;

    /** A snapshot of these objects. */
    public SchemaSnapshot(Collection<FoundObject> objects) {
        this.objects = List.copyOf(objects);
        this.byName = this.objects.stream().collect(Collectors.groupingBy(FoundObject::name));
        this.partitions = this.objects.stream()
                .filter(found -> found.kind() == ObjectKind.PARTITION)
                .collect(Collectors.groupingBy(found -> String.valueOf(found.table())));
    }

    /** All objects. */
    public List<FoundObject> objects() {
        return this.objects;
    }

    /** The object of this kind, name and table. */
    public Optional<FoundObject> find(SchemaObject wanted) {
        return named(wanted.name())
                .filter(found -> found.kind() == wanted.kind() && Objects.equals(found.table(), wanted.table()))
                .findFirst();
    }

    /** The relation of this name, whatever its kind is. */
    public Optional<FoundObject> relation(String name) {
        return named(name).filter(found -> found.kind().isRelation()).findFirst();
    }

    /** The attached partitions of a table. */
    public Stream<FoundObject> partitionsOf(String table) {
        return this.partitions.getOrDefault(table, List.of()).stream();
    }

    private Stream<FoundObject> named(String name) {
        return this.byName.getOrDefault(name, List.of()).stream();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SchemaSnapshot snapshot && this.objects.equals(snapshot.objects);
    }

    @Override
    public int hashCode() {
        return this.objects.hashCode();
    }

    @Override
    public String toString() {
        return "SchemaSnapshot" + this.objects;
    }
}
