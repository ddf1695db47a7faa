package io.e2e.migrations.plan;

import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.schema.ObjectRef;
import java.util.List;

/**
 * What one entry of a selection means.
 *
 * @param entry the entry as it was written
 * @param objects tables and views whose final form is wanted
 * @param migrations migrations that are wanted whatever they make
 */
record SelectedThings(String entry, List<ObjectRef> objects, List<Migration> migrations) {

    SelectedThings {
        objects = List.copyOf(objects);
        migrations = List.copyOf(migrations);
    }

    static SelectedThings relations(String entry, List<ObjectRef> objects) {
        return new SelectedThings(entry, objects, List.of());
    }

    /** Migrations, and the final form of every table and view that they create. */
    static SelectedThings migrations(String entry, List<Migration> migrations) {
        List<ObjectRef> created = migrations.stream()
                .flatMap(migration -> migration.header().creates().stream())
                .filter(object -> !object.kind().belongsToTable())
                .map(object -> object.subject())
                .distinct()
                .toList();
        return new SelectedThings(entry, created, migrations);
    }
}
