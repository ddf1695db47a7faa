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

/** The objects that a database must have after a plan, with the migrations that create them, by the headers. Pure. */
final class ExpectedObjects {

    private final Map<SchemaObject, Migration> objects = new LinkedHashMap<>();
    private final Map<String, Set<SchemaObject>> byTable = new HashMap<>();
    private final Map<String, Migration> monthly = new LinkedHashMap<>();

    ExpectedObjects(MigrationPlan plan) {
        plan.migrations().forEach(this::add);
    }

    private void add(Migration migration) {
        MigrationHeader header = migration.header();
        for (SchemaObject dropped : header.drops()) {
            remove(dropped);
        }
        for (String extension : header.extensions()) {
            this.objects.putIfAbsent(SchemaObject.of(ObjectKind.EXTENSION, extension), migration);
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

    /** Removes a dropped object, and what belongs to a dropped table or view. */
    private void remove(SchemaObject dropped) {
        this.objects.remove(new SchemaObject(dropped.kind(), dropped.name(), dropped.table(), List.of()));
        if (dropped.kind().hasColumns()) {
            Set<SchemaObject> parts = this.byTable.remove(dropped.name());
            this.objects.keySet().removeAll(parts == null ? Set.of() : parts);
            this.monthly.remove(dropped.name());
        }
    }

    /** Each expected object with the migration that creates it. */
    Map<SchemaObject, Migration> objects() {
        return this.objects;
    }

    /** Each table that must have a partition for every month, with the migration that creates the partitions. */
    Map<String, Migration> monthly() {
        return this.monthly;
    }

    /** Every name to read from the database. */
    Set<String> names() {
        Set<String> names = new LinkedHashSet<>(this.monthly.keySet());
        this.objects.keySet().stream().flatMap(SchemaObject::names).forEach(names::add);
        return names;
    }
}
