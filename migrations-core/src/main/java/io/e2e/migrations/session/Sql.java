package io.e2e.migrations.session;

import java.util.Collection;
import java.util.stream.Collectors;

/** Quotes values and names for SQL text, because statements that are sent in one message have no parameters. */
public final class Sql {

    private Sql() {}

    /** A string literal; {@code E''} does not depend on {@code standard_conforming_strings}. */
    public static String literal(String value) {
        return "E'" + value.replace("\\", "\\\\").replace("'", "''") + "'";
    }

    /** A quoted identifier. */
    public static String identifier(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** An array of texts, as an expression. */
    public static String textArray(Collection<String> values) {
        return "ARRAY[" + values.stream().map(Sql::literal).collect(Collectors.joining(", ")) + "]::text[]";
    }
}
