package io.e2e.migrations.plan;

import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.schema.ObjectRef;
import io.e2e.migrations.schema.SchemaObject;
import java.util.List;

/**
 * The meaning of one entry of a selection.
 *
 * @param entry the entry, unchanged
 * @param objects the objects that must have their final form
 * @param migrations the migrations that the entry names itself
 */
record ResolvedSelection(String entry, List<ObjectRef> objects, List<Migration> migrations) {

    ResolvedSelection {
        objects = List.copyOf(objects);
        migrations = List.copyOf(migrations);
    }

    static ResolvedSelection objects(String entry, List<ObjectRef> objects) {
        return new ResolvedSelection(entry, objects, List.of());
    }

    /** These migrations, and the final form of every object that they create. */
    static ResolvedSelection migrations(String entry, List<Migration> migrations) {
        List<ObjectRef> created = migrations.stream()
                .flatMap(migration -> migration.header().creates().stream())
                .filter(object -> !object.kind().belongsToTable())
                .map(SchemaObject::subject)
                .distinct()
                .toList();
        return new ResolvedSelection(entry, created, migrations);
    }
}
