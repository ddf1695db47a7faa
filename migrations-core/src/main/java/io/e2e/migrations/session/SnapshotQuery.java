package io.e2e.migrations.session;

import io.e2e.migrations.schema.ObjectKind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;

/** One query over pg_catalog for all kinds of objects at once. */
final class SnapshotQuery {

    private static final String SQL = """
            WITH wanted AS (SELECT unnest(%1$s) AS name),
                 home AS (SELECT to_regnamespace(%2$s) AS oid)
            SELECT CASE WHEN c.relkind IN ('i', 'I') THEN 'INDEX'
                        WHEN c.relkind IN ('v', 'm') THEN 'VIEW'
                        WHEN c.relispartition THEN 'PARTITION'
                        ELSE 'TABLE' END,
                   c.relname, coalesce(indexed.relname, parent.relname),
                   coalesce(i.indisvalid AND i.indisready, true), pg_get_expr(c.relpartbound, c.oid)
              FROM pg_class c
              LEFT JOIN pg_index i ON i.indexrelid = c.oid
              LEFT JOIN pg_class indexed ON indexed.oid = i.indrelid
              LEFT JOIN pg_inherits h ON h.inhrelid = c.oid AND c.relispartition AND c.relkind IN ('r', 'p', 'f')
              LEFT JOIN pg_class parent ON parent.oid = h.inhparent
             WHERE c.relnamespace = (SELECT oid FROM home)
               AND c.relkind IN ('r', 'p', 'f', 'v', 'm', 'i', 'I')
               AND (c.relname IN (SELECT name FROM wanted) OR parent.relname IN (SELECT name FROM wanted))
            UNION ALL
            SELECT DISTINCT 'FUNCTION', p.proname, NULL::name, true, NULL::text
              FROM pg_proc p
             WHERE p.pronamespace = (SELECT oid FROM home) AND p.proname IN (SELECT name FROM wanted)
            UNION ALL
            SELECT 'TRIGGER', t.tgname, c.relname, t.tgenabled <> 'D', NULL
              FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
             WHERE c.relnamespace = (SELECT oid FROM home) AND NOT t.tgisinternal
               AND t.tgname IN (SELECT name FROM wanted)""";

    private SnapshotQuery() {}

    static void addTo(RoundTrip roundTrip, String schema, Collection<String> names, List<FoundObject> into) {
        String sql = SQL.formatted(Sql.textArray(names), Sql.literal(Sql.identifier(schema)));
        roundTrip.add(sql, row -> into.add(read(row)));
    }

    private static FoundObject read(ResultSet row) throws SQLException {
        return new FoundObject(
                ObjectKind.valueOf(row.getString(1)),
                row.getString(2),
                row.getString(3),
                row.getBoolean(4),
                row.getString(5));
    }
}
