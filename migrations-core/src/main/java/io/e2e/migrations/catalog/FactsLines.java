package io.e2e.migrations.catalog;

import io.e2e.migrations.schema.ObjectKind;
import io.e2e.migrations.schema.ObjectRef;
import io.e2e.migrations.schema.SchemaObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The facts of a migration as lines: those of a header that speak of objects, and two that only {@code describe} writes.
 * {@code uses} names an object that the other keys have no word for, such as an operator, and {@code touches} one whose
 * migrations must be in order with this one. Signs that are no part of a name in a header are percent-encoded.
 */
public final class FactsLines {

    private static final int WIDTH = 110;

    private static final Pattern IN_LIST = Pattern.compile("(?U)[\\s\\p{Cntrl}%,();\"]");
    private static final Pattern ALONE = Pattern.compile("(?U)[\\p{Cntrl}%;]");
    private static final Pattern ENCODED = Pattern.compile("%(u[0-9A-F]{4}|[0-9A-F]{2})");

    private static final int HEX = 16;
    private static final int UNICODE = 0x100;

    /** The word for what is in no schema, as extensions and operators are named. */
    private static final String OBJECT = "object";

    private FactsLines() {}

    /** What is known of a migration, each line as {@code key: value}. */
    public static List<String> of(Migration migration) {
        MigrationHeader header = migration.header();
        List<String> lines = new ArrayList<>();
        lines.addAll(objects("creates", header.creates()));
        lines.addAll(objects("alters", header.alters()));
        lines.addAll(objects("drops", header.drops()));
        lines.addAll(requires(header.requires().stream()
                .filter(requirement -> !(requirement instanceof Requirement.Use))
                .toList()));
        header.requires().stream()
                .filter(Requirement.Use.class::isInstance)
                .map(use -> "uses: " + text(((Requirement.Use) use).object()))
                .forEach(lines::add);
        Set<ObjectRef> touches = new LinkedHashSet<>(migration.touches());
        header.objects().map(SchemaObject::subject).forEach(touches::remove);
        touches.stream().map(ref -> "touches: " + text(ref)).forEach(lines::add);
        return lines;
    }

    /** The lines of {@code requires}. */
    public static List<String> requires(List<Requirement> requirements) {
        return list("requires: ", requirements.stream().map(FactsLines::entry).toList(), "");
    }

    /** The lines of a key, each of which has objects of one kind and one table. */
    public static List<String> objects(String key, List<SchemaObject> objects) {
        Function<SchemaObject, String> head =
                object -> key + ": " + object.kind().keyword() + " ";
        Map<List<String>, List<String>> groups = new LinkedHashMap<>();
        for (SchemaObject object : objects) {
            String parts = object.parts().stream().map(FactsLines::word).collect(Collectors.joining(", "));
            List<String> group = List.of(
                    head.apply(object),
                    object.table() == null ? "" : " " + object.kind().preposition() + " " + word(object.table()),
                    // An altered table has a line of its own.
                    parts.isEmpty() ? "" : object.name());
            groups.computeIfAbsent(group, any -> new ArrayList<>())
                    .add(word(object.name()) + (parts.isEmpty() ? "" : " (" + parts + ")"));
        }
        return groups.entrySet().stream()
                .flatMap(group -> list(
                        group.getKey().get(0), group.getValue(), group.getKey().get(1))
                        .stream())
                .toList();
    }

    /** Entries, on as many lines as they need. */
    private static List<String> list(String head, List<String> entries, String end) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String entry : entries) {
            if (!line.isEmpty() && head.length() + line.length() + entry.length() + end.length() > WIDTH) {
                lines.add(head + line + end);
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : ", ").append(entry);
        }
        if (!line.isEmpty()) {
            lines.add(head + line + end);
        }
        return lines;
    }

    private static String entry(Requirement requirement) {
        if (requirement instanceof Requirement.FinalForm form) {
            return form.object().kind().keyword() + " " + word(form.object().name());
        }
        if (requirement instanceof Requirement.Role role) {
            return "role " + word(role.name());
        }
        return requirement instanceof Requirement.Extension extension
                ? "extension " + word(extension.name())
                : requirement.toString();
    }

    private static String word(String name) {
        // A name that is a word for a kind would be read as that.
        return ObjectKind.ofKeyword(name).isPresent()
                ? encoded(name.charAt(0)) + name.substring(1)
                : encoded(name, IN_LIST);
    }

    private static String text(ObjectRef ref) {
        String space = ref.space() == ObjectRef.Space.DATABASE
                ? OBJECT
                : ref.space().name().toLowerCase(Locale.ROOT);
        return space + " " + encoded(ref.name(), ALONE);
    }

    private static String encoded(String name, Pattern signs) {
        return signs.matcher(name).replaceAll(sign -> encoded(sign.group().charAt(0)));
    }

    private static String encoded(char sign) {
        return (sign < UNICODE ? "%%%02X" : "%%u%04X").formatted((int) sign);
    }

    private static String decoded(String word) {
        return ENCODED.matcher(word)
                .replaceAll(sign -> Matcher.quoteReplacement(Character.toString(
                        Integer.parseInt(sign.group().substring(1).replace("u", ""), HEX))));
    }

    /** Reads lines, each as {@code key: value}, and adds what is wrong with them to {@code problems}. */
    public static MigrationFacts parse(List<String> lines, List<String> problems) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (String line : lines) {
            int colon = line.indexOf(':');
            values.computeIfAbsent(line.substring(0, Math.max(colon, 0)), any -> new ArrayList<>())
                    .add(line.substring(colon + 1).strip());
        }
        Function<String, List<SchemaObject>> objects = key -> remove(values, key)
                .flatMap(value -> ObjectListParser.parse(key, value, problems).stream())
                .map(FactsLines::decoded)
                .toList();
        List<SchemaObject> creates = objects.apply("creates");
        List<SchemaObject> alters = objects.apply("alters");
        List<SchemaObject> drops = objects.apply("drops");
        List<Requirement> requires = remove(values, "requires")
                .flatMap(value -> Arrays.stream(value.split(",")))
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .flatMap(entry -> HeaderParser.requirement(entry, problems).stream())
                .map(FactsLines::decoded)
                .collect(Collectors.toCollection(ArrayList::new));
        remove(values, "uses")
                .flatMap(value -> ref(value, problems))
                .map(Requirement.Use::new)
                .forEach(requires::add);
        List<ObjectRef> touches =
                remove(values, "touches").flatMap(value -> ref(value, problems)).toList();
        values.keySet().forEach(key -> problems.add("'" + key + "' is not a key of a header that describe writes"));
        return new MigrationFacts(creates, alters, drops, requires, touches);
    }

    private static Stream<String> remove(Map<String, List<String>> values, String key) {
        List<String> removed = values.remove(key);
        return removed == null ? Stream.of() : removed.stream();
    }

    private static SchemaObject decoded(SchemaObject object) {
        return new SchemaObject(
                object.kind(),
                decoded(object.name()),
                object.table() == null ? null : decoded(object.table()),
                object.parts().stream().map(FactsLines::decoded).toList());
    }

    private static Requirement decoded(Requirement requirement) {
        if (requirement instanceof Requirement.FinalForm form) {
            return new Requirement.FinalForm(decoded(form.object()));
        }
        if (requirement instanceof Requirement.Role role) {
            return new Requirement.Role(decoded(role.name()));
        }
        return requirement instanceof Requirement.Extension extension
                ? new Requirement.Extension(decoded(extension.name()))
                : requirement;
    }

    private static Stream<ObjectRef> ref(String value, List<String> problems) {
        int blank = value.indexOf(' ');
        String word = value.substring(0, Math.max(blank, 0));
        if (word.equals(OBJECT)) {
            return Stream.of(new ObjectRef(ObjectRef.Space.DATABASE, decoded(value.substring(blank + 1))));
        }
        for (ObjectRef.Space space :
                List.of(ObjectRef.Space.RELATION, ObjectRef.Space.FUNCTION, ObjectRef.Space.TYPE)) {
            if (space.name().toLowerCase(Locale.ROOT).equals(word)) {
                return Stream.of(new ObjectRef(space, decoded(value.substring(blank + 1))));
            }
        }
        problems.add("'" + value + "' is not 'relation NAME', 'function NAME', 'type NAME' or 'object NAME'");
        return Stream.of();
    }
}
