package io.e2e.migrations.apply;

import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.schema.NamePattern;
import io.e2e.migrations.schema.ObjectKind;
import io.e2e.migrations.schema.SchemaObject;
import io.e2e.migrations.session.SchemaSnapshot;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The objects that migrations create, by their names in the database. */
final class CreatedObjects {

    private CreatedObjects() {}

    /** Every name to read from the database. */
    static Set<String> names(Collection<Migration> migrations) {
        return migrations.stream()
                .flatMap(migration -> migration.header().creates().stream())
                .flatMap(SchemaObject::names)
                .collect(Collectors.toSet());
    }

    /**
     * The created objects that none of the later migrations dropped; a pattern is replaced by the partitions that exist
     * now and did not exist before.
     */
    static Stream<SchemaObject> of(
            Collection<Migration> applied, @Nullable SchemaSnapshot before, @Nullable SchemaSnapshot after) {
        List<SchemaObject> created = new ArrayList<>();
        for (Migration migration : applied) {
            migration.header().drops().forEach(dropped -> created.removeIf(object -> isDropped(object, dropped)));
            created.addAll(migration.header().creates());
        }
        return created.stream()
                .flatMap(object ->
                        object.isPattern() && after != null ? resolve(object, before, after) : Stream.of(object));
    }

    private static boolean isDropped(SchemaObject object, SchemaObject dropped) {
        return object.isSameAs(dropped)
                || (dropped.kind().hasColumns() && dropped.name().equals(object.table()));
    }

    private static Stream<SchemaObject> resolve(
            SchemaObject pattern, @Nullable SchemaSnapshot before, SchemaSnapshot after) {
        NamePattern names = new NamePattern(pattern.name());
        String table = pattern.table();
        if (table == null) {
            return Stream.of(pattern);
        }
        return after.partitionsOf(table)
                .filter(found -> names.matches(found.name()))
                .filter(found -> before == null || before.relation(found.name()).isEmpty())
                .map(found -> SchemaObject.of(ObjectKind.PARTITION, found.name(), table))
                .sorted(Comparator.comparing(SchemaObject::name));
    }
}
