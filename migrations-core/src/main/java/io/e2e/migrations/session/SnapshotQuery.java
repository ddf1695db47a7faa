package io.e2e.migrations.session;

import io.e2e.migrations.schema.ObjectKind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;

/**
 * The query for objects of all kinds. A new session plans it with empty caches, which takes as long as its execution,
 * so the query starts from the relations of the wanted names, and contains each catalog once or twice. Bounds are
 * printed without their relation ("if no Vars are expected, passing zero is sufficient", PostgreSQL manual, "System
 * Catalog Information Functions"), because PostgreSQL 18 would open it with all its indexes and triggers, which takes
 * 0.1 ms for each partition.
 */
final class SnapshotQuery {

    private static final String SQL = """
            WITH wanted AS (SELECT unnest(%1$s) AS name),
                 relation AS (SELECT c.oid, c.relname, c.relkind, c.relispartition
                                FROM wanted JOIN pg_class c ON c.relname = wanted.name
                               WHERE c.relnamespace = (SELECT to_regnamespace(%2$s)::oid)
                                 AND c.relkind IN ('r', 'p', 'f', 'v', 'm', 'i', 'I', 'S', 'c')),
                 member AS (SELECT h.inhrelid AS oid, r.relname AS parent
                              FROM relation r JOIN pg_inherits h ON h.inhparent = r.oid
                             WHERE r.relkind = 'p')
            SELECT CASE WHEN r.relkind IN ('i', 'I') THEN 'INDEX'
                        WHEN r.relkind IN ('v', 'm') THEN 'VIEW'
                        WHEN r.relkind = 'S' THEN 'SEQUENCE'
                        WHEN r.relkind = 'c' THEN 'TYPE'
                        WHEN r.relispartition THEN 'PARTITION'
                        ELSE 'TABLE' END,
                   r.relname, indexed.relname, coalesce(i.indisvalid AND i.indisready, true), NULL::text
              FROM relation r
              LEFT JOIN pg_index i ON i.indexrelid = r.oid
              LEFT JOIN pg_class indexed ON indexed.oid = i.indrelid
             WHERE r.oid NOT IN (SELECT oid FROM member)
            UNION ALL
            SELECT 'PARTITION', c.relname, member.parent, true, pg_get_expr(c.relpartbound, 0)
              FROM member JOIN pg_class c ON c.oid = member.oid
             WHERE c.relnamespace = (SELECT to_regnamespace(%2$s)::oid)
            UNION ALL
            SELECT DISTINCT 'FUNCTION', p.proname, NULL::name, true, NULL
              FROM wanted JOIN pg_proc p ON p.proname = wanted.name
             WHERE p.pronamespace = (SELECT to_regnamespace(%2$s)::oid)
            UNION ALL
            SELECT 'TYPE', t.typname, NULL::name, true, NULL
              FROM wanted JOIN pg_type t ON t.typname = wanted.name
             WHERE t.typnamespace = (SELECT to_regnamespace(%2$s)::oid)
               AND t.typtype IN ('e', 'd', 'r')
            UNION ALL
            SELECT 'EXTENSION', e.extname, NULL::name, true, NULL
              FROM wanted JOIN pg_extension e ON e.extname = wanted.name
            UNION ALL
            SELECT 'TRIGGER', t.tgname, r.relname, t.tgenabled NOT IN ('D', 'R'), NULL
              FROM relation r JOIN pg_trigger t ON t.tgrelid = r.oid
             WHERE NOT t.tgisinternal""";

    private SnapshotQuery() {}

    static String sql(String schema, Collection<String> names) {
        return SQL.formatted(Sql.textArray(names), Sql.literal(Sql.identifier(schema)));
    }

    static FoundObject read(ResultSet row) throws SQLException {
        return new FoundObject(
                ObjectKind.valueOf(row.getString(1)),
                row.getString(2),
                row.getString(3),
                row.getBoolean(4),
                row.getString(5));
    }
}
