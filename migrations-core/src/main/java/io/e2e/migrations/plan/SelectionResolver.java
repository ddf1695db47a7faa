package io.e2e.migrations.plan;

import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.catalog.MigrationCatalog;
import io.e2e.migrations.schema.NamePattern;
import io.e2e.migrations.schema.ObjectKind;
import io.e2e.migrations.schema.ObjectRef;
import io.e2e.migrations.schema.SchemaObject;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Gives each entry of a selection its meaning, in this order: a relation, a migration by its name, number or file, a
 * group, a glob over tables and views. A partition or an index means its table. What a later migration drops is no
 * relation. Never ignores an entry.
 */
final class SelectionResolver {

    private static final String GROUP = "group:";
    private static final String MIGRATION = "migration:";

    private final MigrationCatalog catalog;
    private final Map<String, ObjectRef> relations = new LinkedHashMap<>();
    private final Map<ObjectRef, Set<String>> namesOf = new HashMap<>();
    private final Map<NamePattern, ObjectRef> computed = new LinkedHashMap<>();
    private final Map<String, Migration> migrations = new HashMap<>();

    SelectionResolver(MigrationCatalog catalog) {
        this.catalog = catalog;
        for (Migration migration : catalog.migrations()) {
            migration.header().drops().forEach(this::forget);
            migration.header().creates().forEach(this::learn);
            this.migrations.putIfAbsent(migration.name(), migration);
            this.migrations.putIfAbsent(migration.file(), migration);
            this.migrations.putIfAbsent(migration.paddedNumber(), migration);
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
            this.namesOf
                    .computeIfAbsent(object.subject(), any -> new HashSet<>())
                    .add(object.name());
        }
    }

    private void forget(SchemaObject object) {
        switch (object.kind()) {
            case TABLE, VIEW -> {
                Set<String> names = Objects.requireNonNullElse(this.namesOf.remove(object.subject()), Set.of());
                names.forEach(name -> this.relations.remove(name, object.subject()));
                this.computed.values().removeIf(object.subject()::equals);
            }
            case PARTITION, INDEX -> this.relations.remove(object.name(), object.subject());
            case FUNCTION, TRIGGER -> {}
        }
    }

    SelectedThings resolve(String entry) {
        String name = entry.strip();
        if (name.startsWith(GROUP)) {
            String group = name.substring(GROUP.length()).strip();
            return group(entry, group).orElseThrow(() -> unknown(entry, GROUP, group, this.catalog.groups()));
        }
        if (name.startsWith(MIGRATION)) {
            String migration = name.substring(MIGRATION.length()).strip();
            return migration(entry, migration)
                    .orElseThrow(() -> unknown(entry, MIGRATION, migration, this.migrations.keySet()));
        }
        return relation(entry, name)
                .or(() -> migration(entry, name))
                .or(() -> group(entry, name))
                .or(() -> glob(entry, name))
                .orElseThrow(() -> unknown(entry, "", name, everyName()));
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
        List<ObjectRef> matching = tablesAndViews()
                .filter(pattern::matches)
                .map(ObjectRef::relation)
                .toList();
        return matching.isEmpty() ? Optional.empty() : Optional.of(SelectedThings.relations(entry, matching));
    }

    private Stream<String> tablesAndViews() {
        return this.relations.entrySet().stream()
                .filter(relation -> relation.getValue().name().equals(relation.getKey()))
                .map(Map.Entry::getKey);
    }

    private Set<String> everyName() {
        Set<String> names = new LinkedHashSet<>(this.relations.keySet());
        names.addAll(this.migrations.keySet());
        names.addAll(this.catalog.groups());
        return names;
    }

    private UnknownSelectionException unknown(String entry, String prefix, String name, Set<String> candidates) {
        List<String> nearest = NearestNames.to(name, candidates).stream()
                .map(candidate -> prefix + candidate)
                .toList();
        List<String> tables = tablesAndViews().toList();
        return new UnknownSelectionException(entry, nearest, tables);
    }
}
