package io.e2e.migrations.plan;

import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.catalog.MigrationCatalog;
import io.e2e.migrations.schema.NamePattern;
import io.e2e.migrations.schema.ObjectKind;
import io.e2e.migrations.schema.ObjectRef;
import io.e2e.migrations.schema.SchemaObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Gives each entry of a selection its meaning, in this order: a relation, a migration by its name, number or file, a
 * group, a glob over tables and views. A partition or an index means its table. Never ignores an entry.
 */
final class SelectionResolver {

    private static final String GROUP = "group:";
    private static final String MIGRATION = "migration:";

    private final MigrationCatalog catalog;
    private final Map<String, ObjectRef> relations = new LinkedHashMap<>();
    private final Map<NamePattern, ObjectRef> computed = new LinkedHashMap<>();
    private final Map<String, Migration> migrations = new HashMap<>();

    SelectionResolver(MigrationCatalog catalog) {
        this.catalog = catalog;
        for (Migration migration : catalog.migrations()) {
            migration.header().creates().forEach(this::learn);
            this.migrations.putIfAbsent(migration.name(), migration);
            this.migrations.putIfAbsent(migration.file(), migration);
            this.migrations.putIfAbsent(
                    migration.label().substring(0, migration.label().indexOf(' ')), migration);
        }
    }

    private void learn(SchemaObject object) {
        if (object.kind() == ObjectKind.FUNCTION || object.kind() == ObjectKind.TRIGGER) {
            return;
        }
        if (object.isPattern()) {
            this.computed.putIfAbsent(new NamePattern(object.name()), object.subject());
        } else {
            this.relations.putIfAbsent(object.name(), object.subject());
        }
    }

    SelectedThings resolve(String entry) {
        String name = entry.strip();
        if (name.startsWith(GROUP)) {
            return group(entry, name.substring(GROUP.length()).strip())
                    .orElseThrow(() -> unknown(entry, this.catalog.groups()));
        }
        if (name.startsWith(MIGRATION)) {
            return migration(entry, name.substring(MIGRATION.length()).strip())
                    .orElseThrow(() -> unknown(entry, this.migrations.keySet()));
        }
        return relation(entry, name)
                .or(() -> migration(entry, name))
                .or(() -> group(entry, name))
                .or(() -> glob(entry, name))
                .orElseThrow(() -> unknown(entry, everyName()));
    }

    private Optional<SelectedThings> relation(String entry, String name) {
        return Optional.ofNullable(this.relations.get(name))
                .or(() -> this.computed.entrySet().stream()
                        .filter(pattern -> pattern.getKey().matches(name))
                        .map(Map.Entry::getValue)
                        .findFirst())
                .map(object -> SelectedThings.relations(entry, List.of(object)));
    }

    private Optional<SelectedThings> migration(String entry, String name) {
        return Optional.ofNullable(this.migrations.get(name))
                .map(found -> SelectedThings.migrations(entry, List.of(found)));
    }

    private Optional<SelectedThings> group(String entry, String name) {
        List<Migration> members = this.catalog.inGroup(name);
        return members.isEmpty() ? Optional.empty() : Optional.of(SelectedThings.migrations(entry, members));
    }

    private Optional<SelectedThings> glob(String entry, String name) {
        if (!NamePattern.isPattern(name)) {
            return Optional.empty();
        }
        NamePattern pattern = new NamePattern(name);
        List<ObjectRef> matching = this.relations.entrySet().stream()
                .filter(relation -> relation.getValue().name().equals(relation.getKey()))
                .filter(relation -> pattern.matches(relation.getKey()))
                .map(Map.Entry::getValue)
                .toList();
        return matching.isEmpty() ? Optional.empty() : Optional.of(SelectedThings.relations(entry, matching));
    }

    private Set<String> everyName() {
        Set<String> names = new LinkedHashSet<>(this.relations.keySet());
        names.addAll(this.migrations.keySet());
        names.addAll(this.catalog.groups());
        return names;
    }

    private UnknownSelectionException unknown(String entry, Set<String> candidates) {
        List<String> tables = new ArrayList<>();
        this.relations.forEach((name, subject) -> {
            if (subject.name().equals(name)) {
                tables.add(name);
            }
        });
        return new UnknownSelectionException(entry, NearestNames.to(entry, candidates), tables);
    }
}
