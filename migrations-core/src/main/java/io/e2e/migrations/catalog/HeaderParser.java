package io.e2e.migrations.catalog;

import io.e2e.migrations.config.MigrationVersion;
import io.e2e.migrations.schema.ObjectKind;
import io.e2e.migrations.schema.SchemaObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Parses the {@code -- key: value} lines at the head of a file. Collects every problem, so that one build shows all of
 * them. An instance parses one file.
 */
final class HeaderParser {

    private static final List<String> KEYS = List.of(
            "name", "description", "groups", "creates", "alters", "drops", "requires", "input", "repeatable", "lossy");

    /** The number of blanks after the dashes from which on a line continues the one above. */
    private static final int CONTINUES = 3;

    private final Map<String, List<String>> values = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();

    private HeaderParser() {}

    /** Parses a header, and adds its problems to {@code problems}. */
    static MigrationHeader parse(String text, List<String> problems) {
        HeaderParser parser = new HeaderParser();
        parser.collect(text);
        MigrationHeader header = parser.header();
        problems.addAll(parser.problems);
        return header;
    }

    private void collect(String text) {
        List<String> current = null;
        for (String line : (Iterable<String>) text.lines().takeWhile(HeaderParser::isHeader)::iterator) {
            String trimmed = line.strip();
            int begin = skipBlanks(trimmed, Math.min(2, trimmed.length()));
            int blanks = begin - 2;
            int colon = blanks < CONTINUES ? wordEnd(trimmed, begin) : begin;
            if (colon > begin && trimmed.startsWith(":", colon) && isKey(trimmed, begin, colon)) {
                current = begin(trimmed.substring(begin, colon), trimmed.substring(colon + 1));
            } else if (current != null && blanks >= CONTINUES && begin < trimmed.length()) {
                current.set(current.size() - 1, current.get(current.size() - 1) + " " + trimmed.substring(begin));
            } else {
                current = null;
            }
        }
    }

    /** The text after the header: everything that is executed. */
    static String body(String text) {
        return text.lines().dropWhile(HeaderParser::isHeader).collect(Collectors.joining("\n"));
    }

    /** Whether a line belongs to the header: it is blank, or a comment that is not an annotation of goose. */
    private static boolean isHeader(String line) {
        String trimmed = line.strip();
        return trimmed.isEmpty() || (trimmed.startsWith("--") && !trimmed.contains("+goose"));
    }

    static int skipBlanks(String line, int from) {
        int i = from;
        while (i < line.length() && Character.isWhitespace(line.charAt(i))) {
            i++;
        }
        return i;
    }

    /** The end of a word, which is lower-case letters, underscores and dashes, and begins with a letter. */
    private static int wordEnd(String line, int from) {
        int i = from;
        while (i < line.length() && (isLowerCase(line.charAt(i)) || (i > from && "_-".indexOf(line.charAt(i)) >= 0))) {
            i++;
        }
        return i;
    }

    private static boolean isLowerCase(char c) {
        return c >= 'a' && c <= 'z';
    }

    /** An unknown word counts as a misspelled key, unless the colon is followed by text, as in a URL. */
    private static boolean isKey(String line, int begin, int colon) {
        return colon + 1 == line.length()
                || Character.isWhitespace(line.charAt(colon + 1))
                || KEYS.contains(line.substring(begin, colon));
    }

    private List<String> begin(String key, String value) {
        if (!KEYS.contains(key)) {
            this.problems.add("unknown header key '" + key + "'; the keys are " + String.join(", ", KEYS));
        }
        List<String> list = this.values.computeIfAbsent(key, any -> new ArrayList<>());
        list.add(value.strip());
        return list;
    }

    private MigrationHeader header() {
        return new MigrationHeader(
                required("name"),
                required("description"),
                names("groups"),
                objects("creates"),
                objects("alters"),
                objects("drops"),
                requirements(),
                inputs(),
                repeatable(),
                this.values.containsKey("lossy") ? required("lossy") : null);
    }

    private String required(String key) {
        String value =
                String.join(" ", this.values.getOrDefault(key, List.of())).strip();
        if (value.isEmpty()) {
            this.problems.add("the header has no '-- " + key + ": …' line");
        }
        return value;
    }

    private Set<String> names(String key) {
        Set<String> names = new LinkedHashSet<>();
        for (String value : this.values.getOrDefault(key, List.of())) {
            for (String name : value.split(",")) {
                if (!name.isBlank()) {
                    names.add(name.strip());
                }
            }
        }
        return names;
    }

    private Set<String> inputs() {
        Set<String> inputs = names("input");
        inputs.stream()
                .filter(name -> !MigrationHeader.KNOWN_INPUTS.contains(name))
                .forEach(name -> this.problems.add("unknown input '" + name + "'; the inputs are "
                        + String.join(
                                ", ",
                                MigrationHeader.KNOWN_INPUTS.stream().sorted().toList())));
        return inputs;
    }

    private boolean repeatable() {
        if (!this.values.containsKey("repeatable")) {
            return false;
        }
        String value = String.join(" ", this.values.getOrDefault("repeatable", List.of()));
        if (!value.equals("true")) {
            this.problems.add("'-- repeatable: " + value + "' must read '-- repeatable: true', or be left out");
        }
        return true;
    }

    private List<SchemaObject> objects(String key) {
        List<SchemaObject> objects = new ArrayList<>();
        for (String value : this.values.getOrDefault(key, List.of())) {
            objects.addAll(ObjectListParser.parse(key, value, this.problems));
        }
        return objects;
    }

    private List<Requirement> requirements() {
        List<Requirement> requirements = new ArrayList<>();
        names("requires").forEach(entry -> requirement(entry, this.problems).ifPresent(requirements::add));
        return requirements;
    }

    /** One entry of what a migration requires; empty if it is none, which is added to the problems. */
    static Optional<Requirement> requirement(String entry, List<String> problems) {
        String[] words = entry.split("\\s+", 2);
        String rest = words.length == 2 ? words[1].replace("\"", "") : "";
        Optional<ObjectKind> kind = ObjectKind.ofKeyword(words[0]).filter(HeaderParser::standsAlone);
        if (MigrationVersion.isVersion(entry)) {
            return Optional.of(new Requirement.OtherMigration(MigrationVersion.of(entry)));
        }
        if (words[0].equals("extension") && !rest.isEmpty()) {
            return Optional.of(new Requirement.Extension(rest));
        }
        if (words[0].equals("role") && !rest.isEmpty()) {
            return Optional.of(new Requirement.Role(rest));
        }
        if (kind.isPresent() && !rest.isEmpty()) {
            return Optional.of(new Requirement.FinalForm(SchemaObject.of(kind.get(), rest)));
        }
        problems.add("'requires: " + entry + "' is none of: a migration's version (013), 'KIND NAME' ("
                + ObjectKind.keywords(HeaderParser::standsAlone) + "), 'extension NAME', 'role NAME'");
        return Optional.empty();
    }

    private static boolean standsAlone(ObjectKind kind) {
        return kind.isListed() && !kind.belongsToTable();
    }
}
