package io.e2e.migrations.catalog;

import io.e2e.migrations.config.MigrationVersion;
import io.e2e.migrations.schema.ObjectRef;
import io.e2e.migrations.schema.SchemaObject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Checks across files: duplicate versions and names, requirements that do not exist, come later or form a cycle. */
final class CatalogCheck {

    private final List<Migration> migrations;
    private final Map<MigrationVersion, Migration> byVersion = new HashMap<>();
    private final Map<ObjectRef, Migration> creators = new HashMap<>();
    private final List<String> problems = new ArrayList<>();

    private CatalogCheck(List<Migration> migrations) {
        this.migrations = migrations;
        migrations.forEach(migration -> this.byVersion.putIfAbsent(migration.version(), migration));
        migrations.forEach(migration -> migration.touches().stream()
                .filter(migration::creates)
                .forEach(object -> this.creators.putIfAbsent(object, migration)));
    }

    /** Duplicate versions and names. */
    static List<String> duplicates(List<Migration> migrations) {
        CatalogCheck check = new CatalogCheck(migrations);
        check.duplicateVersions();
        check.duplicateNames();
        return check.problems;
    }

    /** Requirements that cannot be met by these migrations, which are the whole catalog in order. */
    static List<String> requirements(List<Migration> migrations) {
        CatalogCheck check = new CatalogCheck(migrations);
        migrations.forEach(check::requirements);
        return check.problems;
    }

    private void duplicateVersions() {
        FreeVersions free = new FreeVersions(this.migrations);
        for (List<Migration> same : groupedBy(Migration::version)) {
            boolean oneLocation =
                    same.stream().map(Migration::location).distinct().count() == 1;
            Migration newer = FreeVersions.newest(same);
            this.problems.add((oneLocation ? files(same) : filesWithLocations(same)) + ": the version "
                    + same.get(0).version() + " is used twice; rename "
                    + (oneLocation
                            ? "the newer one to " + free.next(newer.location()) + ", the next free version"
                            : "that of " + newer.location() + " to " + free.nextOfOwnRange(newer.location())
                                    + ", because each location needs a range of versions of its own"));
        }
    }

    private static String filesWithLocations(List<Migration> migrations) {
        return migrations.stream()
                .map(migration -> migration.file() + " in " + migration.location())
                .collect(Collectors.joining(" and "));
    }

    private void duplicateNames() {
        for (List<Migration> same : groupedBy(Migration::name)) {
            this.problems.add(
                    files(same) + ": the name '" + same.get(0).name() + "' is used twice; rename one of them");
        }
    }

    private List<List<Migration>> groupedBy(Function<Migration, Object> key) {
        return this.migrations.stream()
                .collect(Collectors.groupingBy(key, LinkedHashMap::new, Collectors.toList()))
                .values()
                .stream()
                .filter(same -> same.size() > 1)
                .toList();
    }

    private static String files(List<Migration> migrations) {
        return migrations.stream().map(Migration::file).collect(Collectors.joining(" and "));
    }

    private void requirements(Migration migration) {
        for (Requirement requirement : migration.header().requires()) {
            if (requirement instanceof Requirement.OtherMigration other) {
                required(migration, other.version());
            } else if (requirement instanceof Requirement.FinalForm form) {
                finalForm(migration, form.object());
            }
        }
    }

    private void finalForm(Migration migration, SchemaObject object) {
        Migration creator = this.creators.get(object.subject());
        if (creator == null) {
            this.problems.add(migration.file() + ": requires " + object + ", which no migration creates");
        } else if (!creator.precedes(migration)) {
            this.problems.add(migration.file() + ": requires " + object + ", which "
                    + (creator.equals(migration) ? "it creates itself" : creator.file() + " creates later"));
        }
    }

    private void required(Migration migration, MigrationVersion version) {
        Migration required = this.byVersion.get(version);
        if (required == null) {
            this.problems.add(migration.file() + ": requires " + version + ", which does not exist");
        } else if (!required.precedes(migration)) {
            this.problems.add(
                    migration.file() + ": requires " + required.file() + ", "
                            + (requires(required, migration)
                                    ? "which in turn requires it: a cycle"
                                    : "which comes later: migrations run in the order of their versions, repeatable ones last"));
        }
    }

    /** Whether {@code from} requires {@code to}, directly or indirectly. */
    private boolean requires(Migration from, Migration to) {
        Deque<Migration> open = new ArrayDeque<>(List.of(from));
        Set<MigrationVersion> seen = new HashSet<>();
        while (!open.isEmpty()) {
            Migration next = open.pop();
            if (next.version().equals(to.version())) {
                return true;
            }
            if (seen.add(next.version())) {
                next.header().requires().stream()
                        .filter(Requirement.OtherMigration.class::isInstance)
                        .map(requirement -> this.byVersion.get(((Requirement.OtherMigration) requirement).version()))
                        .filter(Objects::nonNull)
                        .forEach(open::push);
            }
        }
        return false;
    }
}
