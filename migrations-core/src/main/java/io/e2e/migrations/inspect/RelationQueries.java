package io.e2e.migrations.inspect;

import io.e2e.migrations.session.Sql;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The queries for tables, views and what belongs to them. Each returns kind, name, table, key, text and identity of
 * facts, whose pieces are separated by {@code chr(31)}; {@code %1$s} is the schema as a literal. Source of the columns: PostgreSQL manual, "System Catalogs".
 */
final class RelationQueries {

    /** In the queries: the comment on an object, or on the column of a relation. */
    private static final Pattern COMMENT = Pattern.compile("comment_of\\(([^,]+), ([^,]+), ([^,)]+)\\)");

    /** A subquery costs less than {@code obj_description}, which is a function in SQL. */
    private static final String SELECT_COMMENT = """
            (SELECT 'comment ' || quote_literal(d.description) FROM pg_description d
              WHERE d.objoid = $1 AND d.classoid = '$2'::regclass AND d.objsubid = $3)""";

    /** The role that migrates: it owns the history, and everything that migrations create. */
    static final String MIGRATOR = """
            (SELECT coalesce((SELECT h.relowner FROM pg_class h
                               WHERE h.relname = %1$s AND h.relnamespace = to_regnamespace('e2e_migrations')),
                             current_user::regrole::oid))""";

    /**
     * The schema's relations, each with its kind and the table that it is a partition of. As a subquery, the schema's
     * identifier is computed once; a call alone would run for each row.
     */
    static final String RELATIONS = """
            WITH ours AS (
                SELECT c.*, parent.relname AS parent, %3$s AS migrator,
                       CASE WHEN c.relkind IN ('v', 'm') THEN 'VIEW'
                            WHEN c.relkind IN ('i', 'I') THEN 'INDEX'
                            WHEN c.relkind = 'S' THEN 'SEQUENCE'
                            WHEN c.relispartition THEN 'PARTITION'
                            ELSE 'TABLE' END AS kind
                  FROM pg_class c
                  LEFT JOIN pg_inherits h ON h.inhrelid = c.oid AND c.relispartition
                  LEFT JOIN pg_class parent ON parent.oid = h.inhparent
                 WHERE c.relnamespace = (SELECT to_regnamespace(%1$s)::oid)
                   AND NOT EXISTS (SELECT FROM pg_depend d
                                    WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e'))
            """;

    private static final String DEFINITIONS = RELATIONS + """
            SELECT kind, relname, parent, 'definition', concat_ws(chr(31),
                       CASE relpersistence WHEN 'u' THEN 'unlogged' END,
                       CASE relkind WHEN 'f' THEN 'foreign' WHEN 'm' THEN 'materialized' END,
                       'partition by ' || pg_get_partkeydef(oid),
                       pg_get_expr(relpartbound, 0),
                       'inherits ' || (SELECT string_agg(h.inhparent::regclass::text, ', ' ORDER BY h.inhseqno)
                                         FROM pg_inherits h WHERE h.inhrelid = ours.oid AND NOT relispartition),
                       'with (' || array_to_string(reloptions, ', ') || ')',
                       CASE WHEN relrowsecurity THEN 'row security' END,
                       CASE WHEN relforcerowsecurity THEN 'forced row security' END,
                       CASE WHEN relkind IN ('r', 'p') THEN CASE relreplident
                            WHEN 'f' THEN 'replica identity full' WHEN 'n' THEN 'replica identity nothing'
                            WHEN 'i' THEN 'replica identity using index '
                                          || (SELECT x.indexrelid::regclass FROM pg_index x
                                               WHERE x.indrelid = ours.oid AND x.indisreplident) END END,
                       CASE WHEN relkind = 'm' AND NOT relispopulated THEN 'not populated' END,
                       CASE WHEN relowner <> migrator THEN 'owner ' || relowner::regrole END,
                       CASE WHEN relkind IN ('v', 'm') THEN 'as' || chr(10) || pg_get_viewdef(oid, true) END),
                   NULL
              FROM ours
             WHERE relkind IN ('r', 'p', 'f', 'v', 'm')
            UNION ALL
            SELECT kind, relname, parent, 'comment', quote_literal(d.description), NULL
              FROM ours JOIN pg_description d ON d.objoid = ours.oid AND d.classoid = 'pg_class'::regclass
                                             AND d.objsubid = 0
             WHERE relkind IN ('r', 'p', 'f', 'v', 'm')
             ORDER BY 1, 2, 4 DESC""";

    /** The columns; of a partition, only those that differ from its table. */
    private static final String COLUMNS = RELATIONS + """
            , columns AS (
                SELECT c.kind, c.relname, c.parent, c.relispartition, c.relkind, c.oid, a.*,
                       pg_get_expr(d.adbin, CASE a.attgenerated WHEN '' THEN 0 ELSE d.adrelid END) AS expression
                  FROM ours c
                  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
                  LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
                 WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm'))
            SELECT c.kind, c.relname, c.parent, 'column ' || c.attname, concat_ws(chr(31),
                       format_type(c.atttypid, c.atttypmod),
                       'collate ' || quote_ident(l.collname),
                       CASE WHEN c.attnotnull THEN 'not null' END,
                       CASE WHEN n.oid IS NOT NULL THEN 'not valid' END,
                       CASE c.attidentity WHEN 'a' THEN 'generated always as identity'
                                          WHEN 'd' THEN 'generated by default as identity' END,
                       CASE c.attgenerated WHEN '' THEN 'default ' || c.expression
                                           ELSE 'generated always as (' || c.expression || ')' END,
                       CASE c.attgenerated WHEN 's' THEN 'stored' WHEN 'v' THEN 'virtual' END,
                       owned.sequence,
                       CASE WHEN t.typstorage <> c.attstorage AND c.relkind <> 'v' THEN
                            'storage ' || storages[strpos('pemx', c.attstorage::text)] || ' instead of '
                                       || storages[strpos('pemx', t.typstorage::text)] END,
                       CASE c.attcompression WHEN 'p' THEN 'compression pglz' WHEN 'l' THEN 'compression lz4' END,
                       'statistics ' || nullif(c.attstattarget, -1),
                       'options (' || array_to_string(c.attoptions, ', ') || ')',
                       'comment ' || quote_literal(about.description)),
                   c.oid || ' ' || c.attnum
              FROM columns c
              CROSS JOIN (SELECT ARRAY['plain', 'external', 'main', 'extended'] AS storages) AS named
              JOIN pg_type t ON t.oid = c.atttypid
              LEFT JOIN pg_collation l ON l.oid = c.attcollation AND l.oid <> t.typcollation
              LEFT JOIN (SELECT o.refobjid, o.refobjsubid, 'sequence ' || s.seqrelid::regclass || ' ' || %2$s AS sequence
                           FROM pg_depend o JOIN pg_sequence s ON s.seqrelid = o.objid
                          WHERE o.classid = 'pg_class'::regclass AND o.refclassid = 'pg_class'::regclass
                            AND o.refobjsubid > 0 AND o.deptype IN ('a', 'i'))
                        owned ON owned.refobjid = c.oid AND owned.refobjsubid = c.attnum
              LEFT JOIN pg_constraint n ON n.conrelid = c.oid AND n.contype = 'n' AND NOT n.convalidated
                                       AND n.conkey[1] = c.attnum
              LEFT JOIN pg_description about ON about.objoid = c.oid AND about.classoid = 'pg_class'::regclass
                                            AND about.objsubid = c.attnum
              LEFT JOIN columns p ON c.relispartition AND p.relname = c.parent AND p.attname = c.attname
             WHERE NOT c.relispartition
                OR (c.atttypid, c.atttypmod, c.attcollation, c.attnotnull, c.attgenerated, c.expression)
                   IS DISTINCT FROM
                   (p.atttypid, p.atttypmod, p.attcollation, p.attnotnull, p.attgenerated, p.expression)
             ORDER BY c.relname, c.attnum""";

    /** The constraints, except those that a partition inherits, and contype n: only 18 has it, and columns show it. */
    private static final String CONSTRAINTS = RELATIONS + """
            SELECT kind, relname, parent, 'constraint ' || k.conname,
                   concat_ws(chr(31), pg_get_constraintdef(k.oid, true),
                                  'not checked, as triggers are disabled on ' || off.tables,
                                  comment_of(k.oid, pg_constraint, 0)),
                   k.oid::text
              FROM ours JOIN pg_constraint k ON k.conrelid = ours.oid
              LEFT JOIN (SELECT t.tgconstraint, string_agg(DISTINCT t.tgrelid::regclass::text, ', ') AS tables
                           FROM pg_trigger t
                          WHERE t.tgisinternal AND t.tgenabled <> 'O'
                          GROUP BY t.tgconstraint) off ON off.tgconstraint = k.oid
             WHERE k.contype NOT IN ('n', 't') AND k.conparentid = 0 AND k.conislocal
             ORDER BY relname, k.conname""";

    private static final String INDEXES = RELATIONS + """
            SELECT kind, ours.relname, t.relname, 'definition', concat_ws(chr(31),
                       CASE WHEN i.indisunique THEN 'unique' END,
                       substring(pg_get_indexdef(ours.oid, 0, true) FROM ' (USING .*)'),
                       CASE WHEN NOT i.indisvalid THEN 'invalid' END,
                       comment_of(ours.oid, pg_class, 0)),
                   ours.oid::text
              FROM ours JOIN pg_index i ON i.indexrelid = ours.oid JOIN pg_class t ON t.oid = i.indrelid
             WHERE NOT ours.relispartition
               AND NOT EXISTS (SELECT FROM pg_constraint k
                                WHERE k.conindid = ours.oid AND k.contype IN ('p', 'u', 'x'))""";

    private static final String TRIGGERS = RELATIONS + """
            SELECT 'TRIGGER', t.tgname, relname, 'definition', concat_ws(chr(31),
                       substring(pg_get_triggerdef(t.oid, true) FROM ' ((?:BEFORE|AFTER|INSTEAD OF) .*)'),
                       CASE t.tgenabled WHEN 'D' THEN 'disabled' WHEN 'A' THEN 'always' WHEN 'R' THEN 'on replica' END,
                       'enabled otherwise on ' || elsewhere.partitions,
                       comment_of(t.oid, pg_trigger, 0)),
                   t.oid::text
              FROM ours JOIN pg_trigger t ON t.tgrelid = ours.oid
              LEFT JOIN (SELECT o.oid, string_agg(p.tgrelid::regclass::text, ', ' ORDER BY p.tgrelid::regclass::text)
                                       AS partitions
                           FROM pg_trigger p JOIN pg_trigger o ON o.oid = p.tgparentid AND o.tgenabled <> p.tgenabled
                          GROUP BY o.oid) elsewhere ON elsewhere.oid = t.oid
             WHERE NOT t.tgisinternal AND t.tgparentid = 0""";

    private static final String POLICIES_RULES_STATISTICS = RELATIONS + """
            SELECT kind, relname, parent, 'policy ' || p.polname, concat_ws(chr(31),
                       CASE WHEN p.polpermissive THEN 'permissive' ELSE 'restrictive' END,
                       'for ' || CASE p.polcmd WHEN 'r' THEN 'select' WHEN 'a' THEN 'insert' WHEN 'w' THEN 'update'
                                            WHEN 'd' THEN 'delete' ELSE 'all' END,
                       'to ' || (SELECT string_agg(coalesce(quote_ident(r.rolname), 'public'), ', ' ORDER BY r.rolname)
                                   FROM unnest(p.polroles) AS role (oid) LEFT JOIN pg_roles r ON r.oid = role.oid),
                       'using (' || pg_get_expr(p.polqual, p.polrelid) || ')',
                       'with check (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')',
                       comment_of(p.oid, pg_policy, 0)), p.oid::text
              FROM ours JOIN pg_policy p ON p.polrelid = ours.oid
            UNION ALL
            SELECT kind, relname, parent, 'rule ' || r.rulename,
                   concat_ws(chr(31), substring(pg_get_ruledef(r.oid, true) FROM ' AS\\s+(ON .*)'),
                       CASE r.ev_enabled WHEN 'D' THEN 'disabled' WHEN 'A' THEN 'always' WHEN 'R' THEN 'on replica' END,
                       comment_of(r.oid, pg_rewrite, 0)), r.oid::text
              FROM ours JOIN pg_rewrite r ON r.ev_class = ours.oid AND r.rulename <> '_RETURN'
            UNION ALL
            SELECT kind, relname, parent, 'statistics ' || s.stxname,
                   concat_ws(chr(31), regexp_replace(pg_get_statisticsobjdef(s.oid), '^CREATE STATISTICS \\S+ ', ''),
                             comment_of(s.oid, pg_statistic_ext, 0)), s.oid::text
              FROM ours JOIN pg_statistic_ext s ON s.stxrelid = ours.oid
             ORDER BY 1, 2, 4""";

    /** The type and, if they are not the default, the options of a sequence, for an alias {@code s} of pg_sequence. */
    static final String SEQUENCE = """
            concat_ws(' ', format_type(s.seqtypid, NULL),
                      CASE WHEN (s.seqstart, s.seqincrement, s.seqmin, s.seqcache) <> (1, 1, 1, 1)
                                OR s.seqmax NOT IN (32767, 2147483647, 9223372036854775807)
                           THEN format('start %%s by %%s from %%s to %%s cache %%s', s.seqstart, s.seqincrement,
                                       s.seqmin, s.seqmax, s.seqcache) END,
                      CASE WHEN s.seqcycle THEN 'cycle' END)""";

    /** All queries, in the order in which the facts of an object are listed; {@code %2$s} is {@link #SEQUENCE}. */
    static final List<String> ALL =
            List.of(DEFINITIONS, COLUMNS, CONSTRAINTS, POLICIES_RULES_STATISTICS, INDEXES, TRIGGERS);

    private RelationQueries() {}

    /** A query of this class or of {@link SchemaQueries} as it is sent. */
    static String complete(String query, String schema) {
        String literal = Sql.literal(Sql.identifier(schema));
        String sql = query.formatted(literal, SEQUENCE.formatted(), MIGRATOR.formatted(Sql.literal(schema)));
        return COMMENT.matcher(sql).replaceAll(SELECT_COMMENT);
    }
}
