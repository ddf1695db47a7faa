package io.e2e.migrations.inspect;

import io.e2e.migrations.schema.ObjectKind;
import io.e2e.migrations.schema.SchemaObject;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An object of a schema with its facts.
 *
 * @param object its kind, name and table, without parts
 * @param parts its facts: the definition, the columns in their order, then the others by key
 */
public record DescribedObject(SchemaObject object, List<DescribedPart> parts) {

    /** By kind, then by table, then by name. */
    static final Comparator<DescribedObject> ORDER = Comparator.comparing(DescribedObject::kind)
            .thenComparing(object -> Objects.requireNonNullElse(object.table(), ""))
            .thenComparing(DescribedObject::name);

    public DescribedObject {
        parts = List.copyOf(parts);
    }

    /** Its kind. */
    public ObjectKind kind() {
        return this.object.kind();
    }

    /** Its name. */
    public String name() {
        return this.object.name();
    }

    /** The table that it belongs to; {@code null} if it belongs to none. */
    public @Nullable String table() {
        return this.object.table();
    }

    /** The fact with this key. */
    public Optional<DescribedPart> part(String key) {
        return this.parts.stream().filter(part -> part.key().equals(key)).findFirst();
    }

    /** The facts whose key begins with this word, in order. */
    public Stream<DescribedPart> parts(String word) {
        return this.parts.stream().filter(part -> part.is(word));
    }

    /** The facts whose key does not begin with this word, in order. */
    public Stream<DescribedPart> partsExcept(String word) {
        return this.parts.stream().filter(part -> !part.is(word));
    }

    /** The facts as text, in order. */
    public List<String> lines() {
        return this.parts.stream().map(DescribedPart::toString).toList();
    }

    /** The object as a header names it: {@code index idx_a on audit_events}. */
    @Override
    public String toString() {
        return this.object.toString();
    }
}
