package io.e2e.migrations.proof;

import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.catalog.MigrationHeader;
import io.e2e.migrations.catalog.Requirement;
import io.e2e.migrations.change.Changes;
import io.e2e.migrations.change.Changes.Verb;
import io.e2e.migrations.schema.NamePattern;
import io.e2e.migrations.schema.ObjectKind;
import io.e2e.migrations.schema.ObjectRef;
import io.e2e.migrations.schema.SchemaObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Compares what a migration did with what its header says, both ways: nothing hidden, nothing claimed falsely. */
final class HeaderCheck {

    private final Migration migration;
    private final Changes changes;
    private final boolean wide;
    private final List<ProofViolation> violations = new ArrayList<>();

    private HeaderCheck(Migration migration, Changes changes, boolean wide) {
        this.migration = migration;
        this.changes = changes;
        this.wide = wide;
    }

    /**
     * Compares a header.
     *
     * @param wide whether a replay wrote it, which tells rows that were written and not changed, and further schemas; and its
     *     SQL, not a run, creates extensions
     */
    static List<ProofViolation> check(Migration migration, Changes changes, boolean wide) {
        HeaderCheck check = new HeaderCheck(migration, changes, wide);
        for (Verb verb : Verb.values()) {
            check.hidden(verb);
            check.claimed(verb);
        }
        check.tables();
        if (!wide) {
            check.extensions();
        }
        check.roles();
        return check.violations;
    }

    private List<SchemaObject> said(Verb verb) {
        MigrationHeader header = this.migration.header();
        return switch (verb) {
            case CREATES -> header.creates();
            case ALTERS -> header.alters();
            case DROPS -> header.drops();
        };
    }

    /** What {@link #tables} looks at: tables that are altered, by their parts. */
    private static boolean isAlteredTable(Verb verb, SchemaObject object) {
        return verb == Verb.ALTERS && object.kind() == ObjectKind.TABLE;
    }

    private void hidden(Verb verb) {
        List<SchemaObject> hidden = this.changes.needed(verb).stream()
                .filter(object -> !isAlteredTable(verb, object))
                .filter(object -> said(verb).stream().noneMatch(entry -> covers(entry, object)))
                .toList();
        bySameLine(hidden).forEach((line, objects) -> {
            String list = HeaderLines.list(objects, this.migration.header());
            add(
                    verb.key() + " " + HeaderLines.list(objects) + ", and its header does not say so",
                    verb.key() + ": " + list);
        });
    }

    private void claimed(Verb verb) {
        List<SchemaObject> lies = said(verb).stream()
                .filter(entry -> !isAlteredTable(verb, entry)
                        && !isOfFurtherSchema(entry.subject().name()))
                .filter(entry -> this.changes.needed(verb).stream().noneMatch(object -> covers(entry, object)))
                .filter(entry -> this.changes.implied(verb).stream().noneMatch(object -> covers(entry, object)))
                .toList();
        bySameLine(lies).forEach((line, objects) -> {
            String list = HeaderLines.list(objects);
            remove(
                    verb.key() + ": " + list,
                    "its header says '" + verb.key() + ": " + list + "', which its SQL does not do");
        });
    }

    private boolean isOfFurtherSchema(String name) {
        return this.wide && name.indexOf('.') >= 0;
    }

    private static boolean covers(SchemaObject entry, SchemaObject object) {
        return entry.isPattern()
                ? entry.kind() == object.kind()
                        && Objects.equals(entry.table(), object.table())
                        && new NamePattern(entry.name()).matches(object.name())
                : entry.isSameAs(object);
    }

    private static Map<String, List<SchemaObject>> bySameLine(List<SchemaObject> objects) {
        Function<SchemaObject, String> line = object -> object.kind() + " " + object.table();
        return objects.stream().collect(Collectors.groupingBy(line, LinkedHashMap::new, Collectors.toList()));
    }

    private void tables() {
        Map<String, Set<String>> really = parts(this.changes.needed(Verb.ALTERS));
        Map<String, Set<String>> said = parts(this.migration.header().alters());
        really.forEach((table, parts) -> {
            Set<String> hidden = new LinkedHashSet<>(parts);
            hidden.removeAll(said.getOrDefault(table, Set.of()));
            if (this.wide && this.migration.touches().contains(ObjectRef.relation(table))) {
                // The server counts no row that TRUNCATE removes; the migration is one of the table's anyway.
                hidden.remove("rows");
            }
            if (!hidden.isEmpty()) {
                add(
                        "changes " + HeaderLines.and(hidden) + " of table " + table
                                + ", and its header does not say so",
                        "alters: " + HeaderLines.table(table, parts));
            }
        });
        said.forEach((table, parts) -> {
            Set<String> real = really.getOrDefault(table, Set.of());
            Set<String> lies = new LinkedHashSet<>(parts);
            lies.removeAll(real);
            if (this.wide) {
                lies.remove("rows");
            }
            if (!lies.isEmpty() && !isOfFurtherSchema(table)) {
                String claim =
                        "its header says 'alters: " + HeaderLines.table(table, lies) + "', which its SQL does not do";
                if (real.isEmpty()) {
                    remove("alters: " + HeaderLines.table(table, lies), claim);
                } else {
                    add(claim, "alters: " + HeaderLines.table(table, real));
                }
            }
        });
    }

    private static Map<String, Set<String>> parts(List<SchemaObject> objects) {
        Map<String, Set<String>> parts = new LinkedHashMap<>();
        for (SchemaObject object : objects) {
            if (object.kind() == ObjectKind.TABLE) {
                parts.computeIfAbsent(object.name(), any -> new LinkedHashSet<>())
                        .addAll(object.parts());
            }
        }
        return parts;
    }

    private void extensions() {
        for (String extension : this.changes.extensions()) {
            if (!requires(new Requirement.Extension(extension))) {
                add(
                        "creates extension " + extension + ", and its header does not say so",
                        "requires: extension " + extension);
            }
        }
    }

    private void roles() {
        for (String role : this.changes.roles()) {
            if (!requires(new Requirement.Role(role))) {
                add("grants rights to role " + role + ", and its header does not say so", "requires: role " + role);
            }
        }
        for (String role : this.migration.header().roles()) {
            if (!this.changes.roles().contains(role)) {
                remove(
                        "requires: role " + role,
                        "its header says 'requires: role " + role + "', to which its SQL grants nothing");
            }
        }
    }

    private boolean requires(Requirement requirement) {
        return this.migration.header().requires().contains(requirement);
    }

    private void add(String problem, String line) {
        this.violations.add(new ProofViolation(this.migration.file(), problem, HeaderLines.write(line)));
    }

    private void remove(String line, String problem) {
        this.violations.add(new ProofViolation(this.migration.file(), problem, HeaderLines.takeOut(line)));
    }
}
