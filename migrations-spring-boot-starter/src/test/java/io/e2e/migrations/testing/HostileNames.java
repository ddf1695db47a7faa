package io.e2e.migrations.testing;

import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Objects of an application whose names are those that our SQL uses, collected from the SQL that was sent. */
public final class HostileNames {

    /** A schema with all that quoting may trip over. */
    public static final String SCHEMA = "É x$$y\"'%s:p?\\.Z{1}";

    private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z_0-9]*");

    /** Columns that every table has (PostgreSQL manual, "System Columns"). */
    private static final Set<String> SYSTEM = Set.of("tableoid", "xmin", "cmin", "xmax", "cmax", "ctid");

    private HostileNames() {}

    /** Every word of these statements, in lower case: keywords, aliases, functions, types, columns. */
    public static Set<String> words(Collection<String> statements) {
        return statements.stream()
                .flatMap(sql -> WORD.matcher(sql).results())
                .map(word -> word.group().toLowerCase(Locale.ROOT))
                .filter(word -> word.length() <= 63 && !SYSTEM.contains(word))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Creates a table with a column and a constraint of each name, some of 63 bytes, and one row. */
    public static String tableSql(String schema, String table, Collection<String> words) {
        String name = quoted(schema) + "." + quoted(table);
        String columns = Stream.concat(
                        words.stream(),
                        words.stream().filter(word -> word.length() < 3).map(HostileNames::long63))
                .map(word -> quoted(word) + " integer DEFAULT 1 CONSTRAINT " + quoted(word) + " CHECK (" + quoted(word)
                        + " > 0)")
                .collect(Collectors.joining(", "));
        return "CREATE TABLE " + name + " (" + columns + ");\nINSERT INTO " + name + " DEFAULT VALUES;";
    }

    /** The word, lengthened by characters of two bytes to PostgreSQL's limit. */
    public static String long63(String word) {
        return word + "x".repeat((63 - word.length()) % 2) + "ä".repeat((63 - word.length()) / 2);
    }

    /**
     * Creates functions and operators of PostgreSQL's names in a schema for types that match better than PostgreSQL's.
     * They raise an error that begins with {@code shadowed}.
     */
    public static String overloadsSql(String schema, Collection<String> words) {
        String names = words.stream().map(word -> "'" + word + "'").collect(Collectors.joining(", "));
        return """
                DO $hostile$
                DECLARE
                    home CONSTANT text := %s;
                    body CONSTANT text := 'RETURNS %%s LANGUAGE plpgsql AS ''BEGIN RAISE EXCEPTION $q$shadowed %%s$q$; END''';
                    few CONSTANT text[] := '{text, name, oid, integer, boolean}';
                    many CONSTANT text[] := few || '{"char", bigint, json, jsonb, text[], regclass, regnamespace, timestamptz}'::text[];
                    f text;
                    x record;
                BEGIN
                    SET LOCAL search_path = pg_catalog;
                    FOR f IN SELECT DISTINCT proname FROM pg_proc
                              WHERE pronamespace = 'pg_catalog'::regnamespace AND proname = ANY (ARRAY[%s]) LOOP
                        FOR x IN SELECT a AS arguments FROM unnest(many) a
                                 UNION ALL SELECT a || ', ' || b FROM unnest(few) a, unnest(few) b
                                 UNION ALL SELECT concat_ws(', ', a, b, c)
                                             FROM unnest(few[:2]) a, unnest(few[:2]) b, unnest(few[:2]) c LOOP
                            EXECUTE format('CREATE FUNCTION %%I.%%I (%%s) ' || body, home, f, x.arguments, 'text', f);
                        END LOOP;
                    END LOOP;
                    FOR x IN SELECT l, r FROM unnest(many) l, unnest(many) r LOOP
                        EXECUTE format('CREATE FUNCTION %%I.hostile (%%s, %%s) ' || body, home, x.l, x.r, 'boolean', x);
                        FOR f IN SELECT o FROM unnest('{=,<>,||,->,->>,<,>,*,-,+,&}'::text[]) o
                                  WHERE NOT EXISTS (SELECT FROM pg_operator p WHERE p.oprname = o
                                                       AND p.oprleft = x.l::regtype AND p.oprright = x.r::regtype) LOOP
                            EXECUTE format('CREATE OPERATOR %%I.%%s (LEFTARG = %%s, RIGHTARG = %%s, FUNCTION = %%I.hostile)',
                                           home, f, x.l, x.r, home);
                        END LOOP;
                    END LOOP;
                END $hostile$""".formatted("E'" + schema.replace("\\", "\\\\").replace("'", "''") + "'", names);
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
