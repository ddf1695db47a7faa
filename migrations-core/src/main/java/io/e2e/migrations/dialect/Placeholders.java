package io.e2e.migrations.dialect;

import io.e2e.migrations.script.ScriptSyntaxException;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts values in place of <code>${name}</code>. Case does not matter, as in Flyway. A name without a value stays: it may be
 * part of data. Source: <a href="https://documentation.red-gate.com/flyway/reference/placeholders">Flyway, placeholders</a>.
 */
final class Placeholders {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^{}\\s]+)}");
    private static final String FLYWAY = "flyway:";

    private final Map<String, String> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    Placeholders(CatalogSource source) {
        this.values.put("flyway:defaultSchema", source.schema());
        this.values.put("flyway:user", source.user());
        this.values.put("flyway:database", source.database());
        this.values.put("flyway:table", "flyway_schema_history");
        this.values.putAll(source.options().placeholders());
    }

    /** Defines a value in a file; a configured one comes before it, and so does an earlier one. */
    void define(String name, String value) {
        this.values.putIfAbsent(name, replace(value, ""));
    }

    /** The text with its values. */
    String replace(String text, String fileName) {
        if (text.indexOf("${") < 0) {
            return text;
        }
        return PLACEHOLDER.matcher(text).replaceAll(match -> Matcher.quoteReplacement(value(text, match, fileName)));
    }

    private String value(String text, MatchResult match, String fileName) {
        String name = match.group(1);
        String value = name.equalsIgnoreCase("flyway:filename") ? fileName : this.values.get(name);
        if (value == null && name.regionMatches(true, 0, FLYWAY, 0, FLYWAY.length())) {
            // Flyway has a value of its own, which is another one on another machine or at another time.
            throw new ScriptSyntaxException(
                    match.group() + " has no value here; set e2e.migrations.placeholders[" + name + "]",
                    1
                            + (int) text.substring(0, match.start())
                                    .chars()
                                    .filter(c -> c == '\n')
                                    .count());
        }
        return value == null ? match.group() : value;
    }
}
