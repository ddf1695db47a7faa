package io.e2e.migrations.inspect;

/**
 * The query over what depends on what, as PostgreSQL tracks it; what the body of a function names as text is not
 * tracked. It gives kind, name, table and key of a fact, then kind and name of what that uses.
 */
final class UseQueries {

    private static final String SQL = RelationQueries.OURS + """
            , facts AS (
                SELECT 'pg_attrdef'::regclass AS classid, d.oid AS objid, 0 AS objsubid, kind, relname AS name,
                       parent AS tablename, 'column ' || a.attname AS key
                  FROM ours JOIN pg_attrdef d ON d.adrelid = ours.oid
                  JOIN pg_attribute a ON a.attrelid = ours.oid AND a.attnum = d.adnum
                UNION ALL
                SELECT 'pg_class'::regclass, ours.oid, a.attnum, kind, relname, parent, 'column ' || a.attname
                  FROM ours JOIN pg_attribute a ON a.attrelid = ours.oid AND a.attnum > 0 AND NOT a.attisdropped
                 WHERE NOT ours.relispartition AND ours.relkind IN ('r', 'p', 'f')
                UNION ALL
                SELECT 'pg_constraint'::regclass, k.oid, 0, kind, relname, parent, 'constraint ' || k.conname
                  FROM ours JOIN pg_constraint k ON k.conrelid = ours.oid AND k.conparentid = 0
                UNION ALL
                SELECT 'pg_rewrite'::regclass, r.oid, 0, kind, relname, parent,
                       CASE r.rulename WHEN '_RETURN' THEN 'definition' ELSE 'rule ' || r.rulename END
                  FROM ours JOIN pg_rewrite r ON r.ev_class = ours.oid
                UNION ALL
                SELECT 'pg_policy'::regclass, p.oid, 0, kind, relname, parent, 'policy ' || p.polname
                  FROM ours JOIN pg_policy p ON p.polrelid = ours.oid
                UNION ALL
                SELECT 'pg_trigger'::regclass, t.oid, 0, 'TRIGGER', t.tgname, relname, 'definition'
                  FROM ours JOIN pg_trigger t ON t.tgrelid = ours.oid AND NOT t.tgisinternal AND t.tgparentid = 0
                UNION ALL
                SELECT 'pg_class'::regclass, ours.oid, 0, 'INDEX', ours.relname, t.relname, 'definition'
                  FROM ours JOIN pg_index i ON i.indexrelid = ours.oid JOIN pg_class t ON t.oid = i.indrelid
                UNION ALL
                SELECT 'pg_proc'::regclass, p.oid, 0, 'FUNCTION', p.proname, NULL,
                       '(' || pg_get_function_identity_arguments(p.oid) || ')'
                  FROM pg_proc p WHERE p.pronamespace = to_regnamespace(%1$s)),
            used AS (
                SELECT 'pg_class'::regclass AS classid, oid AS objid,
                       CASE WHEN relkind = 'S' THEN 'SEQUENCE' ELSE kind END AS kind, relname AS name
                  FROM ours WHERE relkind IN ('r', 'p', 'f', 'v', 'm', 'S')
                UNION ALL
                SELECT 'pg_proc'::regclass, oid, 'FUNCTION', proname
                  FROM pg_proc WHERE pronamespace = to_regnamespace(%1$s)
                UNION ALL
                SELECT 'pg_type'::regclass, t.oid, 'TYPE', t.typname
                  FROM pg_type t LEFT JOIN pg_class c ON c.oid = t.typrelid
                 WHERE t.typnamespace = to_regnamespace(%1$s)
                   AND (t.typtype IN ('e', 'd', 'r') OR t.typtype = 'c' AND c.relkind = 'c')),
            members AS (
                SELECT classid, objid, refobjid AS extension FROM pg_depend WHERE deptype = 'e')
            SELECT DISTINCT f.kind, f.name, f.tablename, f.key,
                   CASE WHEN x.oid IS NULL THEN u.kind ELSE 'EXTENSION' END, coalesce(x.extname, u.name)
              FROM facts f
              JOIN pg_depend d ON d.classid = f.classid AND d.objid = f.objid AND d.objsubid = f.objsubid
              LEFT JOIN members m ON m.classid = d.refclassid AND m.objid = d.refobjid
              LEFT JOIN pg_extension x ON x.oid = m.extension
              LEFT JOIN used u ON u.classid = d.refclassid AND u.objid = d.refobjid
             WHERE x.oid IS NOT NULL
                OR u.name IS NOT NULL AND (u.kind, u.name) <> (f.kind, f.name)
                   AND (u.kind NOT IN ('TABLE', 'PARTITION') OR u.name IS DISTINCT FROM f.tablename)""";

    private UseQueries() {}

    static String sql(String schemaLiteral) {
        return SQL.formatted(schemaLiteral);
    }
}
