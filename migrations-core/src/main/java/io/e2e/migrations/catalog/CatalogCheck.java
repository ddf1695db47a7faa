package io.e2e.migrations.catalog;

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

/** Checks across files: duplicate numbers and names, requirements that do not exist, come later or form a cycle. */
final class CatalogCheck {

    private final List<Migration> migrations;
    private final Map<Integer, Migration> byNumber = new HashMap<>();
    private final Map<ObjectRef, Migration> creators = new HashMap<>();
    private final List<String> problems = new ArrayList<>();

    private CatalogCheck(List<Migration> migrations) {
        this.migrations = migrations;
        migrations.forEach(migration -> this.byNumber.putIfAbsent(migration.number(), migration));
        migrations.forEach(migration -> migration.touches().stream()
                .filter(migration::creates)
                .forEach(object -> this.creators.putIfAbsent(object, migration)));
    }

    /** Duplicate numbers and names. */
    static List<String> duplicates(List<Migration> migrations) {
        CatalogCheck check = new CatalogCheck(migrations);
        check.duplicateNumbers();
        check.duplicateNames();
        return check.problems;
    }

    /** Requirements that cannot be met by these migrations, which are the whole catalog in order. */
    static List<String> requirements(List<Migration> migrations) {
        CatalogCheck check = new CatalogCheck(migrations);
        migrations.forEach(check::requirements);
        return check.problems;
    }

    private void duplicateNumbers() {
        int last = this.migrations.stream()
                .filter(migration -> !migration.header().repeatable())
                .mapToInt(Migration::number)
                .max()
                .orElse(0);
        int free = last;
        for (List<Migration> same : groupedBy(Migration::number)) {
            do {
                free++;
            } while (this.byNumber.containsKey(free));
            this.problems.add(files(same) + ": the number "
                    + Migration.paddedNumber(same.get(0).number())
                    + " is used twice; rename the newer one to " + Migration.paddedNumber(free)
                    + ", the next free number");
        }
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
                required(migration, other.number());
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

    private void required(Migration migration, int number) {
        Migration required = this.byNumber.get(number);
        if (required == null) {
            this.problems.add(
                    migration.file() + ": requires " + Migration.paddedNumber(number) + ", which does not exist");
        } else if (!required.precedes(migration)) {
            this.problems.add(migration.file() + ": requires " + required.file() + ", "
                    + (requires(required, migration)
                            ? "which in turn requires it: a cycle"
                            : "which comes later: migrations run in the order of their numbers, repeatable ones last"));
        }
    }

    /** Whether {@code from} requires {@code to}, directly or indirectly. */
    private boolean requires(Migration from, Migration to) {
        Deque<Migration> open = new ArrayDeque<>(List.of(from));
        Set<Integer> seen = new HashSet<>();
        while (!open.isEmpty()) {
            Migration next = open.pop();
            if (next.number() == to.number()) {
                return true;
            }
            if (seen.add(next.number())) {
                next.header().requires().stream()
                        .filter(Requirement.OtherMigration.class::isInstance)
                        .map(requirement -> this.byNumber.get(((Requirement.OtherMigration) requirement).number()))
                        .filter(Objects::nonNull)
                        .forEach(open::push);
            }
        }
        return false;
    }
}
