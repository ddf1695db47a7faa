package io.e2e.migrations.dialect;

import io.e2e.migrations.script.ScriptSyntaxException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A master list of Liquibase in XML, YAML or JSON, read for its order: what it includes, and how many changesets it has that
 * are not formatted SQL. Contexts and labels are not evaluated: without any in its configuration, Liquibase runs everything.
 * Source: <a href="https://docs.liquibase.com/concepts/changelogs/attributes/include.html">Liquibase, include</a>.
 *
 * @param entries what it lists, in order
 */
record ChangeLog(List<Entry> entries) {

    private static final Pattern XML_ELEMENT =
            Pattern.compile("<(\\w+:)?(\\w+)((?:\\s+[\\w:.-]+\\s*=\\s*(?:\"[^\"]*\"|'[^']*'))*)\\s*(/?)>");
    private static final Pattern XML_ATTRIBUTE = Pattern.compile("([\\w:.-]+)\\s*=\\s*(?:\"([^\"]*)\"|'([^']*)')");
    private static final Pattern JSON_ENTRY =
            Pattern.compile("\"(include|includeAll|property|changeSet)\"\\s*:\\s*\\{([^{}]*)");
    private static final Pattern JSON_VALUE =
            Pattern.compile("\"?(\\w+)\"?\\s*:\\s*(?:\"([^\"]*)\"|'([^']*)'|([^,\\s}]+))");
    private static final Pattern YAML_ENTRY = Pattern.compile("(\\s*)-\\s*\"?(\\w+)\"?:\\s*(.*)");
    private static final Pattern YAML_VALUE = Pattern.compile("(\\s*)\"?(\\w+)\"?:\\s*(.*)");

    /**
     * Something that a list contains.
     *
     * @param kind include, includeAll, property or changeSet
     * @param values its attributes
     * @param line where it is
     */
    record Entry(String kind, Map<String, String> values, int line) {

        String value(String name) {
            return this.values.getOrDefault(name, "");
        }
    }

    static boolean isOne(MigrationFile file) {
        return file.name().matches(".*\\.(xml|ya?ml|json)") && file.text().contains("databaseChangeLog");
    }

    static ChangeLog read(MigrationFile file) {
        String text = ScannedFile.normalized(file.text());
        if (file.name().endsWith(".xml")) {
            return new ChangeLog(xml(text));
        }
        return new ChangeLog(file.name().endsWith(".json") ? json(text) : yaml(text));
    }

    private static List<Entry> xml(String text) {
        List<Entry> entries = new ArrayList<>();
        int open = 0;
        // What is commented out keeps its lines.
        String visible = Pattern.compile("(?s)<!--.*?-->")
                .matcher(text)
                .replaceAll(comment -> comment.group().replaceAll("[^\n]", " "));
        Matcher element = XML_ELEMENT.matcher(visible);
        while (element.find()) {
            String kind = element.group(2);
            boolean known =
                    List.of("include", "includeAll", "property", "changeSet").contains(kind);
            if (known && element.start() >= open) {
                Map<String, String> values = new HashMap<>();
                XML_ATTRIBUTE.matcher(element.group(3)).results().forEach(value -> put(values, value));
                entries.add(new Entry(kind, values, line(text, element.start())));
                int close = visible.indexOf("</" + kind, element.end());
                // What is inside of a changeset is not the list's.
                open = kind.equals("changeSet") && element.group(4).isEmpty() && close > 0 ? close : open;
            }
        }
        return entries;
    }

    private static List<Entry> json(String text) {
        return JSON_ENTRY
                .matcher(text)
                .results()
                .map(entry -> {
                    Map<String, String> values = new HashMap<>();
                    JSON_VALUE.matcher(entry.group(2)).results().forEach(value -> put(values, value));
                    return new Entry(entry.group(1), values, line(text, entry.start()));
                })
                .toList();
    }

    /** Reads the list below databaseChangeLog, which is all that a master list needs of YAML. */
    private static List<Entry> yaml(String text) {
        List<Entry> entries = new ArrayList<>();
        int indent = -1;
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            Matcher entry = YAML_ENTRY.matcher(line);
            Matcher value = YAML_VALUE.matcher(line);
            if (entry.matches() && (indent < 0 || entry.group(1).length() <= indent)) {
                indent = entry.group(1).length();
                entries.add(new Entry(entry.group(2), new HashMap<>(), number));
                JSON_VALUE
                        .matcher(entry.group(3))
                        .results()
                        .forEach(found -> put(entries.get(entries.size() - 1).values, found));
            } else if (value.matches() && !entries.isEmpty() && value.group(1).length() > indent) {
                String content =
                        value.group(3).replaceFirst("\\s+#.*", "").strip().replaceAll("^['\"]|['\"]$", "");
                entries.get(entries.size() - 1).values.putIfAbsent(value.group(2), content);
            } else if (line.contains("databaseChangeLog") && line.contains("[") && !line.contains("[]")) {
                throw new ScriptSyntaxException("the list must have a line for each entry, as \"- include:\"", number);
            }
        }
        return entries;
    }

    private static void put(Map<String, String> values, MatchResult value) {
        for (int group = 2; group <= value.groupCount(); group++) {
            if (value.group(group) != null) {
                values.put(
                        value.group(1),
                        value.group(group)
                                .replace("&quot;", "\"")
                                .replace("&lt;", "<")
                                .replace("&amp;", "&"));
            }
        }
    }

    private static int line(String text, int position) {
        return 1
                + (int) text.substring(0, position)
                        .chars()
                        .filter(c -> c == '\n')
                        .count();
    }

    static boolean isTrue(String value) {
        return value.toLowerCase(Locale.ROOT).equals("true");
    }
}
