package io.e2e.migrations.dialect;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A changeset of a formatted SQL file, before its SQL is read.
 *
 * @param author its author
 * @param id its id, unique with the author and the file
 * @param attributes the rest of its line
 * @param line the line of its mark
 * @param sql its SQL, on the lines of the file
 * @param rollback the SQL that reverts it
 * @param conditions the lines of its preconditions
 */
record ChangeSet(
        String author, String id, String attributes, int line, String sql, String rollback, List<String> conditions) {

    ChangeSet {
        conditions = List.copyOf(conditions);
    }

    /** The value of an attribute; empty if it is not set. */
    String attribute(String name) {
        Matcher found = Pattern.compile("(?i)(?:^|\\s)" + name + ":\\s*(?:\"([^\"]*)\"|'([^']*)'|(\\S+))")
                .matcher(this.attributes);
        if (!found.find()) {
            return "";
        }
        return Arrays.asList(found.group(1), found.group(2), found.group(3)).stream()
                .filter(value -> value != null)
                .findFirst()
                .orElse("");
    }

    boolean is(String name, boolean byDefault) {
        String value = attribute(name);
        return value.isEmpty() ? byDefault : ChangeLog.isTrue(value);
    }

    /** Whether it is for PostgreSQL, by a list of databases in which an exclamation mark excludes one. */
    static boolean isForPostgres(String dbms) {
        List<String> names = Arrays.stream(dbms.split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
        if (names.contains("none") || names.contains("!postgresql")) {
            return false;
        }
        return names.isEmpty()
                || names.contains("all")
                || names.contains("postgresql")
                || names.stream().allMatch(name -> name.startsWith("!"));
    }

    /** Where it runs: in the order of the lists, or before or after all others. */
    int order() {
        return switch (attribute("runOrder")) {
            case "first" -> -1;
            case "last" -> 1;
            default -> 0;
        };
    }
}
