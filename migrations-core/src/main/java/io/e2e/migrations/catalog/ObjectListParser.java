package io.e2e.migrations.catalog;

import io.e2e.migrations.schema.ObjectKind;
import io.e2e.migrations.schema.SchemaObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Parses the value of a {@code creates}, {@code alters} or {@code drops} line: {@code table audit_events (event_hash),
 * index idx_a, idx_b on audit_events}. An entry without a kind has the kind of the previous one. A table at the end of
 * consecutive entries of one kind applies to all of them. Anything else is a problem.
 */
final class ObjectListParser {

    private static final String KINDS = ObjectKind.keywords(ObjectKind::isListed);

    private final String key;
    private final List<String> problems;
    private final List<SchemaObject> objects = new ArrayList<>();
    /** The names of consecutive entries of one kind, whose table is not known yet. */
    private final List<String> withoutTable = new ArrayList<>();

    private @Nullable ObjectKind kind;

    private ObjectListParser(String key, List<String> problems) {
        this.key = key;
        this.problems = problems;
    }

    static List<SchemaObject> parse(String key, String value, List<String> problems) {
        ObjectListParser parser = new ObjectListParser(key, problems);
        entries(value).forEach(entry -> parser.entry(entry.strip()));
        parser.assignTable(null);
        return parser.objects;
    }

    /** Splits at commas, except at those in parentheses. */
    private static List<String> entries(String value) {
        List<String> entries = new ArrayList<>();
        int end = value.length();
        boolean inside = false;
        for (int i = end - 1; i >= 0; i--) {
            char c = value.charAt(i);
            if (c == ')' || c == '(') {
                inside = c == ')';
            } else if (c == ',' && !inside) {
                if (!entries.isEmpty() || i + 1 < end) {
                    entries.add(value.substring(i + 1, end));
                }
                end = i;
            }
        }
        entries.add(value.substring(0, end));
        Collections.reverse(entries);
        return entries;
    }

    private void entry(String text) {
        ObjectEntry entry = ObjectEntry.of(text);
        boolean lacksName = entry != null
                && entry.kind() == null
                && ObjectKind.ofKeyword(entry.name()).isPresent();
        if (entry == null || lacksName) {
            problem("'" + text + "' is not 'KIND NAME', 'KIND NAME on TABLE' or 'table NAME (COLUMN, …)'");
            return;
        }
        ObjectKind found = kind(entry.kind(), text);
        if (found == null) {
            return;
        }
        if (found != this.kind) {
            assignTable(null);
            this.kind = found;
        }
        if (found.belongsToTable() && entry.list() == null) {
            this.withoutTable.add(entry.name());
            if (entry.table() != null) {
                assignTable(entry.table());
            }
        } else if (entry.table() != null && !found.belongsToTable()) {
            problem("'" + text + "' names a table, but a " + found.keyword() + " belongs to none: '" + found.keyword()
                    + " " + entry.name() + "'");
        } else {
            add(found, entry.name(), entry.list());
        }
    }

    private @Nullable ObjectKind kind(@Nullable String word, String text) {
        if (word == null) {
            if (this.kind == null) {
                problem("'" + text + "' has no kind; the kinds are " + KINDS);
            }
            return this.kind;
        }
        Optional<ObjectKind> found = ObjectKind.ofKeyword(word);
        if (found.isEmpty()) {
            problem("'" + word + "' is not a kind of object; the kinds are " + KINDS);
        }
        return found.orElse(null);
    }

    private void add(ObjectKind found, String name, @Nullable String list) {
        boolean altersTable = this.key.equals("alters") && found == ObjectKind.TABLE;
        List<String> parts = list == null
                ? List.of()
                : Arrays.stream(list.split(","))
                        .map(String::strip)
                        .filter(part -> !part.isEmpty())
                        .toList();
        if (altersTable && parts.isEmpty()) {
            problem("'table " + name + "' must list its changed columns and constraints: 'table " + name + " (…)'");
        } else if (!altersTable && list != null) {
            problem("'" + found.keyword() + " " + name + " (" + list + ")' has a list, which only an altered table has:"
                    + " remove the parentheses");
        } else {
            this.objects.add(new SchemaObject(found, name, null, parts));
        }
    }

    private void assignTable(@Nullable String table) {
        for (String name : this.withoutTable) {
            ObjectKind one = Objects.requireNonNull(this.kind, "each name has a kind");
            String entry = one.keyword() + " " + name;
            if (table == null) {
                problem("'" + entry + "' must name its table: '" + entry + " " + one.preposition() + " TABLE'");
            } else {
                this.objects.add(SchemaObject.of(one, name, table));
            }
        }
        this.withoutTable.clear();
    }

    private void problem(String text) {
        this.problems.add("in '" + this.key + ":', " + text);
    }
}
