package io.e2e.migrations.session;

import java.util.Collection;
import java.util.stream.Collectors;

/** Writes values and names into SQL text, for statements that travel together and so take no parameters. */
public final class Sql {

    private Sql() {}

    /** A string literal; {@code E''} so that it means the same whatever {@code standard_conforming_strings} says. */
    public static String literal(String value) {
        return "E'" + value.replace("\\", "\\\\").replace("'", "''") + "'";
    }

    /** A quoted identifier. */
    public static String identifier(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** An array of texts. */
    public static String textArray(Collection<String> values) {
        return "ARRAY[" + values.stream().map(Sql::literal).collect(Collectors.joining(", ")) + "]::text[]";
    }
}
