package io.e2e.migrations.tool.schema;

import java.util.List;

/**
 * The queries for tables, their columns and constraints. Each returns the catalog and the identifier of an object, its place
 * among the kinds, its name and a statement. Names have their schemas, because only {@code pg_catalog} is on the search
 * path. Source of the columns: PostgreSQL manual, "System Catalogs".
 */
final class TableQueries {

    /** The relations of all schemas but PostgreSQL's and the history's, without members of extensions. */
    static final String RELATIONS = """
            WITH ours AS (
                SELECT c.*, format('%I.%I', n.nspname, c.relname) AS q
                  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                 WHERE n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'e2e_migrations')
                   AND c.oid >= 16384
                   AND NOT EXISTS (SELECT FROM pg_depend e
                                    WHERE e.classid = 'pg_class'::regclass AND e.objid = c.oid AND e.deptype = 'e'))
            """;

    /** The options of a sequence that are not the default ones, for an alias {@code s} of pg_sequence. */
    static final String SEQUENCE_OPTIONS = """
            CASE WHEN (s.seqstart, s.seqincrement, s.seqmin, s.seqcache, s.seqcycle) <> (1, 1, 1, 1, false)
                   OR s.seqmax <> CASE s.seqtypid WHEN 'smallint'::regtype THEN 32767
                                                  WHEN 'integer'::regtype THEN 2147483647
                                                  ELSE 9223372036854775807 END
                 THEN format('START WITH %s INCREMENT BY %s MINVALUE %s MAXVALUE %s CACHE %s%s', s.seqstart, s.seqincrement,
                             s.seqmin, s.seqmax, s.seqcache, CASE WHEN s.seqcycle THEN ' CYCLE' END) END""";

    /** Each column as CREATE TABLE has it; a partition's as its table has it, to see whether they are the same. */
    private static final String COLUMNS = RELATIONS + """
            , identities AS (
                SELECT o.refobjid, o.refobjsubid, i.q AS sequence, i.relname, SEQUENCE_OPTIONS AS options
                  FROM pg_depend o JOIN ours i ON i.oid = o.objid JOIN pg_sequence s ON s.seqrelid = i.oid
                 WHERE o.classid = 'pg_class'::regclass AND o.refclassid = 'pg_class'::regclass AND o.deptype = 'i'),
            columns AS (
                SELECT c.oid, a.attnum, a.attname, a.attislocal, a.attinhcount, a.attnotnull, a.attgenerated,
                       pg_get_expr(d.adbin, d.adrelid) AS expression,
                       EXISTS (SELECT FROM pg_depend f WHERE f.classid = 'pg_attrdef'::regclass AND f.objid = d.oid
                                                         AND f.refclassid = 'pg_proc'::regclass) AS calls,
                       format('%I %s', a.attname, format_type(a.atttypid, a.atttypmod))
                       || coalesce(' COLLATE ' || (SELECT format('%I.%I', ln.nspname, l.collname)
                                                     FROM pg_collation l JOIN pg_namespace ln ON ln.oid = l.collnamespace
                                                    WHERE l.oid = a.attcollation AND l.oid <> t.typcollation), '')
                       || CASE WHEN a.attnotnull AND n.oid IS NULL THEN ' NOT NULL' ELSE '' END
                       || CASE WHEN a.attidentity = '' OR c.relispartition THEN '' ELSE concat(' GENERATED ',
                               CASE a.attidentity WHEN 'a' THEN 'ALWAYS' ELSE 'BY DEFAULT' END, ' AS IDENTITY',
                               ' (' || nullif(concat_ws(' ',
                                   CASE WHEN i.relname <> concat_ws('_', c.relname, a.attname, 'seq')
                                        THEN 'SEQUENCE NAME ' || i.sequence END, i.options), '') || ')') END AS declared
                  FROM ours c
                  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
                  JOIN pg_type t ON t.oid = a.atttypid
                  LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
                  LEFT JOIN identities i ON i.refobjid = c.oid AND i.refobjsubid = a.attnum
                  LEFT JOIN pg_constraint n ON n.conrelid = c.oid AND n.contype = 'n' AND NOT n.convalidated
                                           AND n.conkey[1] = a.attnum
                 WHERE c.relkind IN ('r', 'p')),
            declarations AS (
                SELECT k.*, declared || CASE WHEN expression IS NULL THEN ''
                                             WHEN attgenerated = '' THEN DEFAULT_INLINE
                                             ELSE format(' GENERATED ALWAYS AS (%s) %s', expression,
                                                         CASE attgenerated WHEN 's' THEN 'STORED' ELSE 'VIRTUAL' END) END
                                          AS whole
                  FROM columns k)
            """;

    /**
     * Of a constraint, whether CREATE TABLE has it. Others would be checked too early, need another table, or be dropped as the
     * second of two for the same columns.
     */
    private static final String IS_INLINE = """
            NOT EXISTS (SELECT FROM pg_constraint twin
                         WHERE twin.conrelid = k.conrelid AND twin.oid < k.oid AND twin.conkey = k.conkey
                           AND twin.contype IN ('p', 'u') AND k.contype IN ('p', 'u'))
               AND k.contype IN ('p', 'u', 'x', 'c') AND k.convalidated AND k.conparentid = 0 AND k.conislocal""";

    private static final String TABLES = COLUMNS + """
            , parents AS (
                SELECT h.inhrelid, string_agg(p.q, ', ' ORDER BY h.inhseqno) AS names, min(p.oid) AS oid
                  FROM pg_inherits h JOIN ours p ON p.oid = h.inhparent GROUP BY h.inhrelid),
            same AS (
                SELECT c.oid, c.relispartition AND
                       (SELECT array_agg(k.attname ORDER BY k.attnum) FROM columns k WHERE k.oid = c.oid)
                     = (SELECT array_agg(k.attname ORDER BY k.attnum) FROM columns k WHERE k.oid = p.oid) AS columns
                  FROM ours c LEFT JOIN parents p ON p.inhrelid = c.oid)
            SELECT 'pg_class', c.oid, 40, c.q, concat(
                       'CREATE ', CASE c.relpersistence WHEN 'u' THEN 'UNLOGGED ' END, 'TABLE ', c.q,
                       CASE WHEN same.columns THEN format(' PARTITION OF %s %s', p.names, pg_get_expr(c.relpartbound, c.oid))
                            ELSE ' (' || coalesce(chr(10) || '    ' || (
                                SELECT string_agg(line, ',' || chr(10) || '    ' ORDER BY part, place) FROM (
                                    SELECT 1 AS part, lpad(k.attnum::text, 6, '0') AS place, k.whole AS line
                                      FROM declarations k WHERE k.oid = c.oid AND (k.attislocal OR c.relispartition)
                                    UNION ALL
                                    SELECT 2, translate(k.contype::text, 'puxc', '1234') || k.conname,
                                           format('CONSTRAINT %I %s', k.conname, pg_get_constraintdef(k.oid, true))
                                      FROM pg_constraint k WHERE k.conrelid = c.oid AND IS_INLINE) AS lines) || chr(10), '')
                                 || ')' END,
                       CASE WHEN NOT c.relispartition THEN ' INHERITS (' || p.names || ')' END,
                       ' PARTITION BY ' || pg_get_partkeydef(c.oid), WITH_OPTIONS)
              FROM ours c LEFT JOIN parents p ON p.inhrelid = c.oid LEFT JOIN same ON same.oid = c.oid
             WHERE c.relkind IN ('r', 'p')
            UNION ALL
            SELECT 'pg_class', c.oid, 41, c.q,
                   format('ALTER TABLE %s ATTACH PARTITION %s %s', p.names, c.q, pg_get_expr(c.relpartbound, c.oid))
              FROM ours c JOIN parents p ON p.inhrelid = c.oid JOIN same ON same.oid = c.oid
             WHERE c.relispartition AND NOT same.columns AND c.relkind IN ('r', 'p')
            UNION ALL
            SELECT 'pg_class', c.oid, 42, c.q,
                   format('ALTER TABLE %s ADD CONSTRAINT %I %s', c.q, k.conname, pg_get_constraintdef(k.oid, true))
              FROM ours c JOIN same ON same.oid = c.oid AND same.columns JOIN pg_constraint k ON k.conrelid = c.oid
             WHERE IS_INLINE
            UNION ALL
            SELECT 'pg_class', c.oid, 42, c.q, format('ALTER TABLE ONLY %s ALTER COLUMN %I %s', c.q, k.attname,
                       CASE WHEN k.expression IS NULL THEN 'DROP DEFAULT' ELSE 'SET DEFAULT ' || k.expression END)
              FROM ours c JOIN same ON same.oid = c.oid AND same.columns JOIN parents p ON p.inhrelid = c.oid
              JOIN columns k ON k.oid = c.oid JOIN columns above ON above.oid = p.oid AND above.attname = k.attname
             WHERE k.attgenerated = '' AND k.expression IS DISTINCT FROM above.expression
            UNION ALL
            SELECT 'pg_class', c.oid, 42, c.q, format('ALTER TABLE ONLY %s ALTER COLUMN %I SET NOT NULL', c.q, k.attname)
              FROM ours c JOIN same ON same.oid = c.oid AND same.columns JOIN parents p ON p.inhrelid = c.oid
              JOIN columns k ON k.oid = c.oid JOIN columns above ON above.oid = p.oid AND above.attname = k.attname
             WHERE k.attnotnull AND NOT above.attnotnull""";

    /** What columns and tables have beside their definition. */
    private static final String SETTINGS = RELATIONS + """
            SELECT 'pg_class', c.oid, 42, c.q, format('ALTER TABLE ONLY %s %s', c.q, change)
              FROM ours c CROSS JOIN LATERAL (
                SELECT 1, a.attnum, format('ALTER COLUMN %I SET %s', a.attname, setting)
                  FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
                 CROSS JOIN LATERAL (VALUES
                       (CASE WHEN t.typstorage <> a.attstorage THEN 'STORAGE ' || (ARRAY['PLAIN', 'EXTERNAL', 'MAIN',
                             'EXTENDED'])[strpos('pemx', a.attstorage::text)] END),
                       (CASE a.attcompression WHEN 'p' THEN 'COMPRESSION pglz' WHEN 'l' THEN 'COMPRESSION lz4' END),
                       ('STATISTICS ' || nullif(a.attstattarget, -1)),
                       ('(' || array_to_string(a.attoptions, ', ') || ')')) AS settings (setting)
                 WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND setting IS NOT NULL
                   AND NOT c.relispartition
                UNION ALL SELECT 2, 0, 'ENABLE ROW LEVEL SECURITY' WHERE c.relrowsecurity
                UNION ALL SELECT 3, 0, 'FORCE ROW LEVEL SECURITY' WHERE c.relforcerowsecurity
                UNION ALL SELECT 4, 0, 'REPLICA IDENTITY ' || CASE c.relreplident WHEN 'f' THEN 'FULL' ELSE 'NOTHING' END
                           WHERE c.relreplident IN ('f', 'n')) AS changes (kind, place, change)
             WHERE c.relkind IN ('r', 'p')
             ORDER BY c.q, kind, place""";

    private static final String DEFAULTS = COLUMNS + """
            SELECT 'pg_attrdef', d.oid, 45, c.q,
                   format('ALTER TABLE ONLY %s ALTER COLUMN %I SET DEFAULT %s', c.q, k.attname, k.expression)
              FROM declarations k JOIN ours c ON c.oid = k.oid
              JOIN pg_attrdef d ON d.adrelid = k.oid AND d.adnum = k.attnum
             WHERE k.calls AND k.attgenerated = '' AND NOT c.relispartition""";

    private static final String CONSTRAINTS = RELATIONS + """
            SELECT 'pg_constraint', k.oid, 80, c.q || ' ' || k.conname,
                   format('ALTER TABLE %s ADD CONSTRAINT %I %s', c.q, k.conname, pg_get_constraintdef(k.oid, true))
              FROM ours c JOIN pg_constraint k ON k.conrelid = c.oid
             WHERE k.contype <> 't' AND k.conparentid = 0 AND k.conislocal
               AND (k.contype <> 'n' OR NOT k.convalidated) AND NOT (IS_INLINE)""";

    private TableQueries() {}

    /**
     * The queries.
     *
     * @param defaults where defaults are that call functions of the schemas
     */
    static List<String> all(Defaults defaults) {
        List<String> queries = defaults == Defaults.INLINE
                ? List.of(TABLES, SETTINGS, CONSTRAINTS)
                : List.of(TABLES, SETTINGS, DEFAULTS, CONSTRAINTS);
        String inline = defaults == Defaults.INLINE
                ? "' DEFAULT ' || expression"
                : "CASE WHEN calls THEN '' ELSE ' DEFAULT ' || expression END";
        return queries.stream()
                .map(query -> query.replace("DEFAULT_INLINE", inline)
                        .replace("IS_INLINE", IS_INLINE)
                        .replace("WITH_OPTIONS", ObjectQueries.WITH_OPTIONS)
                        .replace("SEQUENCE_OPTIONS", SEQUENCE_OPTIONS))
                .toList();
    }

    /** Where defaults are that call functions of the schemas. */
    enum Defaults {
        /** In CREATE TABLE. */
        INLINE,
        /** In statements of their own, because one calls a function that uses its table. */
        APART
    }
}
