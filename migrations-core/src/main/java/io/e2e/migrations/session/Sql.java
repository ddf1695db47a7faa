package io.e2e.migrations.session;

import java.util.Collection;
import java.util.stream.Collectors;

/** Quotes values and names for SQL text, because statements that are sent in one message have no parameters. */
public final class Sql {

    /**
     * Sets the search path until the end of the transaction, so that every name means an object of PostgreSQL's. Otherwise
     * PostgreSQL prefers a function or operator of the migrated schema whose types match better, and a temporary table or
     * type of that name (PostgreSQL manual, "Writing SECURITY DEFINER Functions Safely").
     */
    public static final String CATALOG_PATH =
            "SELECT pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true)";

    private Sql() {}

    /** The search path of migrations that fill this schema, where PostgreSQL's own names come first. */
    public static String path(String schema) {
        return identifier(schema) + (schema.equals("public") ? "" : ", public");
    }

    /** Sets the search path of migrations until the end of the transaction. */
    public static String pathSql(String schema) {
        return "SELECT pg_catalog.set_config('search_path', " + literal(path(schema)) + ", true)";
    }

    /** A string literal; {@code E''} does not depend on {@code standard_conforming_strings}. */
    public static String literal(String value) {
        return "E'" + value.replace("\\", "\\\\").replace("'", "''") + "'";
    }

    /** A quoted identifier. */
    public static String identifier(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** A dollar quote that does not occur in a text, whatever names of users it contains. */
    public static String dollarQuote(String text) {
        String tag = "$e2e_migrations";
        while (text.contains(tag)) {
            tag += "_";
        }
        return tag + "$";
    }

    /** An anonymous block. */
    public static String block(String body) {
        String quote = dollarQuote(body);
        return "DO " + quote + " " + body + " " + quote;
    }

    /** An array of texts, as an expression. */
    public static String textArray(Collection<String> values) {
        return "ARRAY[" + values.stream().map(Sql::literal).collect(Collectors.joining(", ")) + "]::text[]";
    }
}
