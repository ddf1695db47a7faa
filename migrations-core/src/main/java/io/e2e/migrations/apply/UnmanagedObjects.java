package io.e2e.migrations.apply;

import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.plan.InterruptedMigration;
import io.e2e.migrations.plan.MigrationPlan;
import io.e2e.migrations.plan.PendingFinder;
import io.e2e.migrations.schema.SchemaObject;
import io.e2e.migrations.session.DatabaseState;
import io.e2e.migrations.session.SchemaSnapshot;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds objects that pending migrations would create, but that exist although no applied migration created them. */
final class UnmanagedObjects {

    /** The default names of other tools' history tables, which tell what may have created the objects. */
    private static final Map<String, String> OTHER_HISTORIES =
            Map.of("flyway_schema_history", "Flyway", "databasechangelog", "Liquibase", "goose_db_version", "goose");

    private UnmanagedObjects() {}

    /** Every name that {@link #refuse} needs in the snapshot. */
    static Set<String> names(MigrationPlan plan) {
        Set<String> names = new HashSet<>(CreatedObjects.names(plan.migrations()));
        names.addAll(OTHER_HISTORIES.keySet());
        return names;
    }

    static void refuse(String target, MigrationPlan plan, PendingFinder finder, DatabaseState state) {
        SchemaSnapshot snapshot = state.snapshot();
        Set<String> begun =
                state.interrupted().stream().map(InterruptedMigration::file).collect(Collectors.toSet());
        Set<String> managed = new HashSet<>();
        List<SchemaObject> unmanaged = new ArrayList<>();
        for (Migration migration : plan.migrations()) {
            for (SchemaObject object : migration.header().creates()) {
                if (finder.isApplied(migration) || begun.contains(migration.file())) {
                    managed.add(object.name());
                } else if (!migration.header().repeatable()
                        && !managed.contains(object.name())
                        && exists(object, snapshot)) {
                    unmanaged.add(object);
                }
            }
        }
        if (!unmanaged.isEmpty()) {
            throw new UnmanagedObjectsException(target, unmanaged, otherTools(snapshot));
        }
    }

    private static List<String> otherTools(SchemaSnapshot snapshot) {
        return OTHER_HISTORIES.entrySet().stream()
                .filter(history -> snapshot.relation(history.getKey()).isPresent())
                .map(Map.Entry::getValue)
                .sorted()
                .toList();
    }

    private static boolean exists(SchemaObject object, SchemaSnapshot snapshot) {
        if (object.isPattern()) {
            return false;
        }
        return object.kind().isRelation()
                ? snapshot.relation(object.name()).isPresent()
                : snapshot.find(object).isPresent();
    }
}
