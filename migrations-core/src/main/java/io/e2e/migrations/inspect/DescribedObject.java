package io.e2e.migrations.inspect;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An object of a schema and all that is known of it.
 *
 * @param kind what it is
 * @param name its name
 * @param table the table it belongs to, if it is an index, a trigger or a partition
 * @param parts its facts: the definition, columns in their order, then the rest by key
 */
public record DescribedObject(
        DescribedKind kind, String name, @Nullable String table, List<DescribedPart> parts) {

    /** By kind, then by table, then by name. */
    static final Comparator<DescribedObject> ORDER = Comparator.comparing(DescribedObject::kind)
            .thenComparing(object -> Objects.requireNonNullElse(object.table(), ""))
            .thenComparing(DescribedObject::name);

    public DescribedObject {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(name, "name");
        parts = List.copyOf(parts);
    }

    /** The fact with this key. */
    public Optional<DescribedPart> part(String key) {
        return this.parts.stream().filter(part -> part.key().equals(key)).findFirst();
    }

    /** The facts whose key begins with this word, in order. */
    public Stream<DescribedPart> parts(String word) {
        return this.parts.stream().filter(part -> part.is(word));
    }

    /** Whether this is the same object, however it is defined. */
    public boolean isSameAs(DescribedObject other) {
        return this.kind == other.kind && this.name.equals(other.name) && Objects.equals(this.table, other.table);
    }

    /** The facts as text, in order. */
    public List<String> lines() {
        return this.parts.stream().map(DescribedPart::toString).toList();
    }

    /** As a header would name it: {@code index idx_a on audit_events}. */
    @Override
    public String toString() {
        String on = this.kind == DescribedKind.PARTITION ? " of " : " on ";
        return this.kind.keyword() + " " + this.name + (this.table == null ? "" : on + this.table);
    }
}
