package io.e2e.migrations.verify;

import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.catalog.MigrationHeader;
import io.e2e.migrations.plan.MigrationPlan;
import io.e2e.migrations.schema.ObjectKind;
import io.e2e.migrations.schema.SchemaObject;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a plan's headers add up to: every object that must be there in the end, and who makes it. Pure. */
final class Promises {

    private final Map<SchemaObject, Migration> objects = new LinkedHashMap<>();
    private final Map<String, Set<SchemaObject>> byTable = new HashMap<>();
    private final Map<String, Migration> monthly = new LinkedHashMap<>();

    Promises(MigrationPlan plan) {
        plan.migrations().forEach(this::add);
    }

    private void add(Migration migration) {
        MigrationHeader header = migration.header();
        for (SchemaObject dropped : header.drops()) {
            remove(dropped);
        }
        for (SchemaObject created : header.creates()) {
            String table = created.table();
            if (!created.isPattern()) {
                this.objects.put(created, migration);
                if (table != null) {
                    this.byTable.computeIfAbsent(table, any -> new HashSet<>()).add(created);
                }
            } else if (table != null && header.inputs().contains(MigrationHeader.PARTITIONS_FROM)) {
                this.monthly.put(table, migration);
            }
        }
    }

    /** What stands on a table or view goes with it. */
    private void remove(SchemaObject dropped) {
        this.objects.remove(new SchemaObject(dropped.kind(), dropped.name(), dropped.table(), List.of()));
        if (dropped.kind() == ObjectKind.TABLE || dropped.kind() == ObjectKind.VIEW) {
            Set<SchemaObject> parts = this.byTable.remove(dropped.name());
            this.objects.keySet().removeAll(parts == null ? Set.of() : parts);
            this.monthly.remove(dropped.name());
        }
    }

    /** Each promised object with the migration that makes it. */
    Map<SchemaObject, Migration> objects() {
        return this.objects;
    }

    /** Each table whose months must have partitions, with the migration that tends them. */
    Map<String, Migration> monthly() {
        return this.monthly;
    }

    /** Every name to ask the database for. Whose table is missing is told of the table; triggers are found with it. */
    Set<String> names() {
        Set<String> names = new LinkedHashSet<>(this.monthly.keySet());
        for (SchemaObject object : this.objects.keySet()) {
            String table = object.table();
            if (table != null) {
                names.add(table);
            }
            if (object.kind() != ObjectKind.TRIGGER) {
                names.add(object.name());
            }
        }
        return names;
    }
}
