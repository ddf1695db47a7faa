package io.e2e.migrations.schema;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An object of the schema as a header names it.
 *
 * @param kind what it is
 * @param name its name, or a pattern ({@link NamePattern}) where the SQL computes names
 * @param table the table or view it belongs to; {@code null} for what stands alone
 * @param parts the columns and constraints that an {@code alters: table} entry lists, else empty
 */
public record SchemaObject(
        ObjectKind kind, String name, @Nullable String table, List<String> parts) {

    public SchemaObject {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(name, "name");
        parts = List.copyOf(parts);
        if (kind.belongsToTable() != (table != null)) {
            throw new IllegalArgumentException(kind.keyword() + " " + name + " and table " + table);
        }
    }

    /** Something that stands alone. */
    public static SchemaObject of(ObjectKind kind, String name) {
        return new SchemaObject(kind, name, null, List.of());
    }

    /** Something that belongs to a table. */
    public static SchemaObject of(ObjectKind kind, String name, String table) {
        return new SchemaObject(kind, name, table, List.of());
    }

    /** What a migration touches when it touches this: the table it belongs to, or the thing itself. */
    public ObjectRef subject() {
        return this.table != null ? ObjectRef.relation(this.table) : new ObjectRef(this.kind.space(), this.name);
    }

    /** Whether the name stands for what the SQL computes. */
    public boolean isPattern() {
        return NamePattern.isPattern(this.name);
    }

    /** Whether both are one object, whatever parts an entry lists. */
    public boolean isSameAs(SchemaObject other) {
        return this.kind == other.kind && this.name.equals(other.name) && Objects.equals(this.table, other.table);
    }

    /** As a header would write it: {@code index idx_a on audit_events}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(this.kind.keyword()).append(' ').append(this.name);
        if (!this.parts.isEmpty()) {
            text.append(" (").append(String.join(", ", this.parts)).append(')');
        }
        return text.append(onTable()).toString();
    }

    /** The end of what a header writes: {@code  on audit_events}; empty for what stands alone. */
    public String onTable() {
        return this.table == null ? "" : " " + this.kind.preposition() + " " + this.table;
    }

    /** The names by which a database has to be asked for this object: its own unless computed or found with the table. */
    public Stream<String> names() {
        boolean byTable = isPattern() || this.kind.space() == ObjectRef.Space.TABLE;
        return Stream.of(byTable ? null : this.name, this.table).filter(Objects::nonNull);
    }
}
