package io.e2e.migrations.verify;

import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.catalog.MigrationHeader;
import io.e2e.migrations.plan.MigrationPlan;
import io.e2e.migrations.schema.SchemaObject;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a plan's headers add up to: every object that must be there in the end, and who makes it. Pure. */
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

    /** What belongs to a table or view goes with it. */
    private void remove(SchemaObject dropped) {
        this.objects.remove(new SchemaObject(dropped.kind(), dropped.name(), dropped.table(), List.of()));
        if (dropped.kind().hasColumns()) {
            Set<SchemaObject> parts = this.byTable.remove(dropped.name());
            this.objects.keySet().removeAll(parts == null ? Set.of() : parts);
            this.monthly.remove(dropped.name());
        }
    }

    /** Each expected object with the migration that makes it. */
    Map<SchemaObject, Migration> objects() {
        return this.objects;
    }

    /** Each table whose months must have partitions, with the migration that tends them. */
    Map<String, Migration> monthly() {
        return this.monthly;
    }

    /** Every name to ask the database for. */
    Set<String> names() {
        Set<String> names = new LinkedHashSet<>(this.monthly.keySet());
        this.objects.keySet().stream().flatMap(SchemaObject::names).forEach(names::add);
        return names;
    }
}
