package io.e2e.migrations.drift;

import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.catalog.MigrationHeader;
import io.e2e.migrations.schema.NamePattern;
import io.e2e.migrations.schema.ObjectKind;
import io.e2e.migrations.schema.SchemaObject;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Which migration an object is from, by the headers: the last one that creates or alters it. */
final class Origins {

    private final List<Migration> migrations;

    Origins(List<Migration> migrations) {
        this.migrations = migrations;
    }

    /**
     * The origin of a part of an object, as the end of a sentence: {@code , created by 013_audit_events.sql}. If no header
     * names the part, the origin of the object; if none names the object, that of its table.
     *
     * @param part the name of a column or constraint; empty for the object as a whole
     */
    String of(SchemaObject object, String part) {
        for (int at = this.migrations.size() - 1; at >= 0; at--) {
            Migration migration = this.migrations.get(at);
            if (migration.header().alters().stream().anyMatch(altered -> alters(altered, object, part))) {
                return ", altered by " + migration.file();
            }
            if (creates(migration.header(), object)) {
                return ", created by " + migration.file();
            }
        }
        String table = object.table();
        return table == null ? "" : of(SchemaObject.of(ObjectKind.TABLE, table), "");
    }

    private static boolean alters(SchemaObject altered, SchemaObject object, String part) {
        return altered.isSameAs(object)
                && (altered.parts().isEmpty() || altered.parts().contains(part));
    }

    private static boolean creates(MigrationHeader header, SchemaObject object) {
        return object.kind() == ObjectKind.EXTENSION
                ? header.extensions().contains(object.name())
                : header.creates().stream().anyMatch(created -> matches(created, object));
    }

    /** Whether an entry of a header, which may be a pattern, names the object. */
    static boolean matches(SchemaObject entry, SchemaObject object) {
        return entry.kind() == object.kind()
                && Objects.equals(entry.table(), object.table())
                && (entry.name().equals(object.name()) || new NamePattern(entry.name()).matches(object.name()));
    }

    /** Whether a migration creates objects like this one under names that it computes, such as the partitions of months. */
    boolean computes(SchemaObject object) {
        Optional<SchemaObject> pattern = this.migrations.stream()
                .flatMap(migration -> migration.header().creates().stream())
                .filter(created -> created.isPattern() && matches(created, object))
                .findFirst();
        return pattern.isPresent();
    }
}
