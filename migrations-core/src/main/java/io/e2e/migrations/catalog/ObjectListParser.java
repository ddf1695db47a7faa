package io.e2e.migrations.catalog;

import io.e2e.migrations.schema.ObjectKind;
import io.e2e.migrations.schema.SchemaObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the value of a {@code creates}, {@code alters} or {@code drops} line: {@code table audit_events (event_hash),
 * index idx_a, idx_b on audit_events}. An entry without a kind has the kind of the one before it, and a table named at
 * the end of a run of entries holds for the whole run.
 */
final class ObjectListParser {

    private static final Pattern COMMA_OUTSIDE_PARENTHESES = Pattern.compile(",(?![^(]*\\))");
    private static final Pattern ENTRY =
            Pattern.compile("(?:([a-z]+)\\s+)?([^\\s()]+)\\s*(?:\\(([^)]*)\\))?(?:\\s+(?:on|of)\\s+(\\S+))?");

    private final String key;
    private final List<String> problems;
    private final List<SchemaObject> objects = new ArrayList<>();
    private final List<String> run = new ArrayList<>();
    private ObjectKind kind = ObjectKind.TABLE;

    private ObjectListParser(String key, List<String> problems) {
        this.key = key;
        this.problems = problems;
    }

    static List<SchemaObject> parse(String key, String value, List<SchemaObject> created, List<String> problems) {
        ObjectListParser parser = new ObjectListParser(key, problems);
        for (String entry : COMMA_OUTSIDE_PARENTHESES.split(value)) {
            parser.entry(entry.strip());
        }
        parser.endRun(parser.onlyTable(created));
        return parser.objects;
    }

    private void entry(String text) {
        Matcher matcher = ENTRY.matcher(text);
        if (!matcher.matches()) {
            problem("'" + text + "' is not 'KIND NAME', 'KIND NAME on TABLE' or 'table NAME (COLUMN, …)'");
            return;
        }
        if (matcher.group(1) != null) {
            Optional<ObjectKind> found = ObjectKind.ofKeyword(matcher.group(1));
            if (found.isEmpty()) {
                problem("'" + matcher.group(1) + "' is no kind of object; the kinds are "
                        + String.join(
                                ", ",
                                Arrays.stream(ObjectKind.values())
                                        .map(ObjectKind::keyword)
                                        .toList()));
                return;
            }
            startRun(found.get());
        }
        add(matcher.group(2), matcher.group(3), matcher.group(4));
    }

    private void startRun(ObjectKind next) {
        if (next != this.kind) {
            endRun(onlyTable(List.of()));
        }
        this.kind = next;
    }

    private void add(String name, @Nullable String parts, @Nullable String table) {
        if (this.kind.belongsToTable()) {
            this.run.add(name);
            if (table != null) {
                endRun(table);
            }
            return;
        }
        List<String> list = parts == null
                ? List.of()
                : Arrays.stream(parts.split(","))
                        .map(String::strip)
                        .filter(part -> !part.isEmpty())
                        .toList();
        if (this.key.equals("alters") && this.kind == ObjectKind.TABLE && list.isEmpty()) {
            problem("'table " + name + "' must list the columns and constraints it changes: 'table " + name + " (…)'");
        }
        this.objects.add(new SchemaObject(this.kind, name, null, list));
    }

    private void endRun(@Nullable String table) {
        for (String name : this.run) {
            if (table == null) {
                problem("'" + this.kind.keyword() + " " + name + "' must say of which table: '" + this.kind.keyword()
                        + " " + name + (this.kind == ObjectKind.PARTITION ? " of" : " on") + " TABLE'");
            } else {
                this.objects.add(SchemaObject.of(this.kind, name, table));
            }
        }
        this.run.clear();
    }

    /** The one table that this line and the file's {@code creates} lines speak of, if it is one. */
    private @Nullable String onlyTable(List<SchemaObject> created) {
        List<String> tables = Stream.concat(created.stream(), this.objects.stream())
                .filter(object -> object.kind() == ObjectKind.TABLE)
                .map(SchemaObject::name)
                .distinct()
                .toList();
        return tables.size() == 1 ? tables.get(0) : null;
    }

    private void problem(String text) {
        this.problems.add("in '" + this.key + ":', " + text);
    }
}
