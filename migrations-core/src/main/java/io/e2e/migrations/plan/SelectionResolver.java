package io.e2e.migrations.plan;

import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.catalog.MigrationCatalog;
import io.e2e.migrations.config.MigrationVersion;
import io.e2e.migrations.schema.NamePattern;
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
 * Resolves the entries of a selection. An entry is, in this order: an object; a migration by its name, version or file;
 * a group; a glob over the objects that belong to no table. A partition or an index means its table. An object that a
 * later migration drops does not count. No entry is ignored.
 */
final class SelectionResolver {

    private static final String GROUP = "group:";
    private static final String MIGRATION = "migration:";

    private final MigrationCatalog catalog;
    private final Map<String, ObjectRef> objects = new LinkedHashMap<>();
    private final Map<ObjectRef, Set<String>> namesOf = new HashMap<>();
    private final Map<NamePattern, ObjectRef> computed = new LinkedHashMap<>();
    private final Map<String, Migration> migrations = new HashMap<>();

    SelectionResolver(MigrationCatalog catalog) {
        this.catalog = catalog;
        for (Migration migration : catalog.migrations()) {
            migration.header().drops().forEach(this::remove);
            migration.header().creates().forEach(this::add);
            this.migrations.putIfAbsent(migration.name(), migration);
            this.migrations.putIfAbsent(migration.file(), migration);
            if (!migration.version().isNone()) {
                this.migrations.putIfAbsent(migration.version().toString(), migration);
            }
        }
    }

    private void add(SchemaObject object) {
        if (!object.kind().isSelectable()) {
            return;
        }
        if (object.isPattern()) {
            this.computed.putIfAbsent(new NamePattern(object.name()), object.subject());
        } else {
            this.objects.putIfAbsent(object.name(), object.subject());
            this.namesOf
                    .computeIfAbsent(object.subject(), any -> new HashSet<>())
                    .add(object.name());
        }
    }

    private void remove(SchemaObject object) {
        ObjectRef subject = object.subject();
        if (!object.kind().belongsToTable()) {
            Set<String> names = Objects.requireNonNullElse(this.namesOf.remove(subject), Set.of());
            names.forEach(name -> this.objects.remove(name, subject));
            this.computed.values().removeIf(subject::equals);
        } else if (object.kind().isSelectable()) {
            this.objects.remove(object.name(), subject);
        }
    }

    ResolvedSelection resolve(String entry) {
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
        return object(entry, name)
                .or(() -> migration(entry, name))
                .or(() -> group(entry, name))
                .or(() -> glob(entry, name))
                .orElseThrow(() -> unknown(entry, "", name, allNames()));
    }

    private Optional<ResolvedSelection> object(String entry, String name) {
        return Optional.ofNullable(this.objects.get(name))
                .or(() -> this.computed.entrySet().stream()
                        .filter(pattern -> pattern.getKey().matches(name))
                        .map(Map.Entry::getValue)
                        .findFirst())
                .map(object -> ResolvedSelection.objects(entry, List.of(object)));
    }

    private Optional<ResolvedSelection> migration(String entry, String name) {
        return Optional.ofNullable(this.migrations.get(name))
                .or(() -> MigrationVersion.isVersion(name)
                        ? this.catalog.withVersion(MigrationVersion.of(name))
                        : Optional.empty())
                .map(found -> ResolvedSelection.migrations(entry, List.of(found)));
    }

    private Optional<ResolvedSelection> group(String entry, String name) {
        List<Migration> members = this.catalog.inGroup(name);
        return members.isEmpty() ? Optional.empty() : Optional.of(ResolvedSelection.migrations(entry, members));
    }

    private Optional<ResolvedSelection> glob(String entry, String name) {
        if (!NamePattern.isPattern(name)) {
            return Optional.empty();
        }
        NamePattern pattern = new NamePattern(name);
        List<ObjectRef> matching =
                standalone().filter(object -> pattern.matches(object.name())).toList();
        return matching.isEmpty() ? Optional.empty() : Optional.of(ResolvedSelection.objects(entry, matching));
    }

    private Stream<ObjectRef> standalone() {
        return this.objects.entrySet().stream()
                .filter(object -> object.getValue().name().equals(object.getKey()))
                .map(Map.Entry::getValue);
    }

    private Set<String> allNames() {
        Set<String> names = new LinkedHashSet<>(this.objects.keySet());
        names.addAll(this.migrations.keySet());
        names.addAll(this.catalog.groups());
        return names;
    }

    private UnknownSelectionException unknown(String entry, String prefix, String name, Set<String> candidates) {
        List<String> nearest = NearestNames.to(name, candidates).stream()
                .map(candidate -> prefix + candidate)
                .toList();
        return new UnknownSelectionException(
                entry, nearest, standalone().map(ObjectRef::name).toList(), this.catalog.locations());
    }
}
