package io.e2e.migrations.schema;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An object of a schema, as a header names it.
 *
 * @param kind its kind
 * @param name its name, or a pattern ({@link NamePattern}) if the SQL computes names
 * @param table the table or view that it belongs to; {@code null} if it belongs to none
 * @param parts the columns and constraints that an {@code alters: table} entry lists, else empty
 */
public record SchemaObject(
        ObjectKind kind, String name, @Nullable String table, List<String> parts) {

    public SchemaObject {
        parts = List.copyOf(parts);
        if (kind.belongsToTable() != (table != null)) {
            throw new IllegalArgumentException(kind.keyword() + " " + name + " and table " + table);
        }
    }

    /** An object that belongs to no table. */
    public static SchemaObject of(ObjectKind kind, String name) {
        return new SchemaObject(kind, name, null, List.of());
    }

    /** An object that belongs to a table. */
    public static SchemaObject of(ObjectKind kind, String name, String table) {
        return new SchemaObject(kind, name, table, List.of());
    }

    /** The object that a migration touches when it touches this one: its table, or the object itself. */
    public ObjectRef subject() {
        return this.table != null ? ObjectRef.relation(this.table) : new ObjectRef(this.kind.space(), this.name);
    }

    /** Whether the name is a pattern for names that the SQL computes. */
    public boolean isPattern() {
        return NamePattern.isPattern(this.name);
    }

    /** Whether kind, name and table are equal; the parts may differ. */
    public boolean isSameAs(SchemaObject other) {
        return this.kind == other.kind && this.name.equals(other.name) && Objects.equals(this.table, other.table);
    }

    /** The object as a header names it: {@code index idx_a on audit_events}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(this.kind.keyword()).append(' ').append(this.name);
        if (!this.parts.isEmpty()) {
            text.append(" (").append(String.join(", ", this.parts)).append(')');
        }
        return text.append(onTable()).toString();
    }

    /** The last part of {@link #toString()}: {@code  on audit_events}; empty if it belongs to no table. */
    public String onTable() {
        return this.table == null ? "" : " " + this.kind.preposition() + " " + this.table;
    }

    /** The names to read from a database to find this object: its own, unless computed or found by the table's name. */
    public Stream<String> names() {
        boolean byTable = isPattern() || this.kind.space() == ObjectRef.Space.TABLE;
        return Stream.of(byTable ? null : this.name, this.table).filter(Objects::nonNull);
    }
}
