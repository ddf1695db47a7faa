package io.e2e.migrations.inspect;

/**
 * The query for the dependencies that PostgreSQL tracks; it does not track those in the text of a function's body. It
 * returns kind, name, table and key of a fact, then name space and name of an object that the fact uses.
 */
final class UseQueries {

    private static final String SQL = RelationQueries.RELATIONS + ", " + SchemaQueries.SCHEMA_TYPES + """
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
                SELECT 'pg_class'::regclass, ours.oid, 0, kind, ours.relname, t.relname, 'definition'
                  FROM ours JOIN pg_index i ON i.indexrelid = ours.oid JOIN pg_class t ON t.oid = i.indrelid
                UNION ALL
                SELECT 'pg_proc'::regclass, p.oid, 0, 'FUNCTION', p.proname, NULL,
                       '(' || pg_get_function_identity_arguments(p.oid) || ')'
                  FROM pg_proc p WHERE p.pronamespace = (SELECT to_regnamespace(%1$s)::oid)
                UNION ALL
                SELECT 'pg_type'::regclass, oid, 0, 'TYPE', typname, NULL, 'definition' FROM types
                UNION ALL
                SELECT 'pg_constraint'::regclass, k.oid, 0, 'TYPE', typname, NULL, 'definition'
                  FROM types JOIN pg_constraint k ON k.contypid = types.oid
                UNION ALL
                SELECT 'pg_class'::regclass, typrelid, a.attnum, 'TYPE', typname, NULL, 'definition'
                  FROM types JOIN pg_attribute a ON a.attrelid = typrelid),
            used AS (
                SELECT 'pg_class'::regclass AS classid, oid AS objid, 'RELATION' AS space, relname AS name FROM ours
                UNION ALL
                SELECT 'pg_proc'::regclass, oid, 'FUNCTION', proname
                  FROM pg_proc WHERE pronamespace = (SELECT to_regnamespace(%1$s)::oid)
                UNION ALL
                SELECT 'pg_type'::regclass, unnest(ARRAY[oid, typarray]), 'TYPE', typname FROM types)
            SELECT DISTINCT f.kind, f.name, f.tablename, f.key, u.space, u.name
              FROM facts f
              JOIN pg_depend d ON d.classid = f.classid AND d.objid = f.objid AND d.objsubid = f.objsubid
              JOIN used u ON u.classid = d.refclassid AND u.objid = d.refobjid
             WHERE (u.space, u.name) <> (f.kind, f.name)
               AND (u.space <> 'RELATION' OR f.kind = 'FUNCTION' OR u.name NOT IN (f.name, coalesce(f.tablename, '')))""";

    private UseQueries() {}

    static String sql(String schema) {
        return RelationQueries.complete(SQL, schema);
    }
}
