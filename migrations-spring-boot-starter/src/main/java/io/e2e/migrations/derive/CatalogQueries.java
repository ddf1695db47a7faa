package io.e2e.migrations.derive;

import io.e2e.migrations.session.Sql;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The queries over the system catalogs. {@code pg_catalog} must be the search path. Source of the columns: PostgreSQL
 * manual, "System Catalogs".
 */
final class CatalogQueries {

    private static final String UNION = " UNION ALL ";

    /** Has passwords, so that only a superuser may read it. */
    private static final String SECRET = "pg_user_mapping";

    /** The catalogs of objects that headers have no word for. */
    private static final List<String> OTHERS = List.of(
            "pg_operator",
            "pg_opclass",
            "pg_opfamily",
            "pg_cast",
            "pg_collation",
            "pg_conversion",
            "pg_ts_config",
            "pg_ts_dict",
            "pg_ts_parser",
            "pg_ts_template",
            "pg_extension",
            "pg_language",
            "pg_foreign_data_wrapper",
            "pg_foreign_server",
            SECRET,
            "pg_event_trigger",
            "pg_publication",
            "pg_transform",
            "pg_am",
            "pg_default_acl");

    /** Each row that is a part of a relation: the catalog, and the column with the relation. */
    private static final List<String> PARTS = List.of(
            "pg_attrdef adrelid",
            "pg_trigger tgrelid",
            "pg_rewrite ev_class",
            "pg_policy polrelid",
            "pg_statistic_ext stxrelid");

    /** What is not in pg_class because somebody changed it, but because of other objects, or of the state of the data. */
    private static final String VOLATILE = "'{relpages,reltuples,relallvisible,relallfrozen,relhasindex,relhasrules,"
            + "relhastriggers,relhassubclass,relfrozenxid,relminmxid,indcheckxmin}'::text[]";

    /** Rows, with the object that they are part of: catalog, catalog of the object, object, what identifies the row. */
    private static final List<String> ROWS = List.of(
            "pg_class|1259|oid|oid",
            "pg_attribute|1259|attrelid|attrelid || '.' || attnum",
            "pg_index|1259|indexrelid|indexrelid",
            "pg_sequence|1259|seqrelid|seqrelid",
            "pg_inherits|1259|inhrelid|inhrelid || '.' || inhparent",
            "pg_partitioned_table|1259|partrelid|partrelid",
            "pg_foreign_table|1259|ftrelid|ftrelid",
            "pg_type|1247|oid|oid",
            "pg_enum|1247|enumtypid|oid",
            "pg_range|1247|rngtypid|rngtypid",
            "pg_proc|1255|oid|oid",
            "pg_aggregate|1255|aggfnoid::oid|aggfnoid::oid",
            "pg_trigger|1259|tgrelid|oid",
            "pg_constraint|2606|oid|oid",
            "pg_attrdef|2604|oid|oid",
            "pg_rewrite|2618|oid|oid",
            "pg_policy|3256|oid|oid",
            "pg_statistic_ext|3381|oid|oid",
            "pg_description|classoid|objoid|classoid || '.' || objoid || '.' || objsubid",
            "pg_ts_config_map|3602|mapcfg|mapcfg || '.' || maptokentype || '.' || mapseqno",
            "pg_amop|2753|amopfamily|oid",
            "pg_amproc|2753|amprocfamily|oid",
            "pg_publication_rel|6104|prpubid|oid",
            "pg_namespace|tableoid|oid|oid",
            "pg_authid|tableoid|oid|oid",
            "pg_auth_members|1260|roleid|roleid || '.' || member",
            "pg_auth_members|1260|member|member || '.' || roleid");

    /** Relations, types, functions and constraints. */
    private static final String SCHEMA_OBJECTS = """
        WITH spaces AS (
            SELECT oid, CASE nspname WHEN %s THEN '' ELSE nspname || '.' END AS prefix
              FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema')
        SELECT c.tableoid, c.oid, CASE WHEN c.relkind IN ('v', 'm') THEN 'VIEW' WHEN c.relkind = 'S' THEN 'SEQUENCE'
                                       ELSE 'TABLE' END, prefix || relname,
               CASE WHEN c.relkind = 'c' THEN 1247 ELSE 1259 END,
               CASE WHEN c.relkind = 'c' THEN c.reltype ELSE coalesce(i.indrelid, p.inhparent, s.refobjid, 0) END
          FROM pg_class c JOIN spaces ON spaces.oid = relnamespace
          LEFT JOIN pg_index i ON i.indexrelid = c.oid
          LEFT JOIN pg_inherits p ON c.relispartition AND c.relkind NOT IN ('i', 'I') AND p.inhrelid = c.oid
          LEFT JOIN pg_depend s ON c.relkind = 'S' AND s.classid = 1259 AND s.objid = c.oid AND s.refclassid = 1259
                               AND s.deptype IN ('a', 'i')
        UNION ALL
        SELECT t.tableoid, t.oid, 'TYPE', prefix || t.typname,
               CASE WHEN c.relkind <> 'c' THEN 1259 ELSE 1247 END,
               coalesce(CASE WHEN c.relkind <> 'c' THEN c.oid END, e.oid, r.rngtypid, 0)
          FROM pg_type t JOIN spaces ON spaces.oid = t.typnamespace
          LEFT JOIN pg_class c ON c.oid = t.typrelid
          LEFT JOIN pg_type e ON e.typarray = t.oid
          LEFT JOIN pg_range r ON r.rngmultitypid = t.oid
        UNION ALL
        SELECT f.tableoid, f.oid, 'FUNCTION', prefix || proname, 0, 0
          FROM pg_proc f JOIN spaces ON spaces.oid = pronamespace
        UNION ALL
        SELECT tableoid, oid, '', conname, CASE conrelid WHEN 0 THEN 1247 ELSE 1259 END,
               CASE conrelid WHEN 0 THEN contypid ELSE conrelid END
          FROM pg_constraint WHERE oid >= 16384""";

    private static final String SCHEMAS =
            "SELECT tableoid, oid, '', 'schema ' || nspname, 0, 0 FROM pg_namespace WHERE nspname !~ '^pg_'";

    private static final String ROLES =
            "SELECT tableoid, oid, '', 'role ' || rolname, 0, 0 FROM pg_authid WHERE oid >= 16384";

    private CatalogQueries() {}

    /** Every object and part: catalog, object, kind, name, and catalog and object of what it is part of. */
    static String objects(String schema) {
        return Stream.of(
                        Stream.of(readableObjects(schema), SCHEMAS, ROLES),
                        OTHERS.stream().filter(SECRET::equals).map(CatalogQueries::other))
                .flatMap(Function.identity())
                .collect(Collectors.joining(UNION));
    }

    /** The objects that every role may read: all but schemas, roles and user mappings. */
    static String readableObjects(String schema) {
        return Stream.of(
                        Stream.of(SCHEMA_OBJECTS.formatted(Sql.literal(schema))),
                        PARTS.stream().map(CatalogQueries::part),
                        OTHERS.stream()
                                .filter(catalog -> !catalog.equals(SECRET))
                                .map(CatalogQueries::other))
                .flatMap(Function.identity())
                .collect(Collectors.joining(UNION));
    }

    /** The functions, with what their bodies are in a row of their catalog. */
    static String bodies() {
        return "SELECT tableoid, oid, 'pg_proc ' || oid, jsonb_build_object('prosrc', prosrc)::text FROM pg_proc"
                + " WHERE oid >= 16384";
    }

    /** The sequences, with their names and positions. */
    static String positions() {
        return """
                SELECT tableoid, oid, format('%I at %s', relname, CASE WHEN has_sequence_privilege(oid, 'SELECT, USAGE')
                           THEN coalesce(pg_sequence_last_value(oid)::text, 'its start') END)
                  FROM pg_class WHERE relkind = 'S' AND oid >= 16384""";
    }

    private static String part(String part) {
        String catalog = part.substring(0, part.indexOf(' '));
        return "SELECT tableoid, oid, '', " + nameColumn(catalog) + ", 1259, "
                + part.substring(part.indexOf(' ')) + " FROM " + catalog + " WHERE oid >= 16384"
                + (catalog.equals("pg_trigger") ? " AND NOT tgisinternal" : "");
    }

    private static String nameColumn(String catalog) {
        return switch (catalog) {
            case "pg_trigger" -> "tgname";
            case "pg_rewrite" -> "rulename";
            case "pg_policy" -> "polname";
            case "pg_statistic_ext" -> "stxname";
            default -> "''";
        };
    }

    private static String other(String catalog) {
        return "SELECT tableoid, oid, '', pg_describe_object(tableoid, oid, 0), 0, 0 FROM " + catalog
                + " WHERE oid >= 16384";
    }

    /** Which object depends on which, and how; on schemas too, but for the first one. */
    static String dependencies() {
        return """
                SELECT classid, objid, refclassid, refobjid, deptype, refobjsubid FROM pg_depend
                 WHERE objid >= 16384 AND refobjid >= 16384
                UNION
                SELECT classid, objid, refclassid, refobjid, 's', 0 FROM pg_shdepend
                 WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
                   AND objid >= 16384 AND refobjid >= 16384 AND deptype <> 'o'""";
    }

    /** The rows of catalogs that transactions since the given one wrote: catalog, object, what identifies the row, the row. */
    static String rowsSince(String transaction) {
        return Stream.concat(ROWS.stream(), OTHERS.stream().map(catalog -> catalog + "|tableoid|oid|oid"))
                .map(row -> row.split("\\|", 4))
                .map(row ->
                        "SELECT " + row[1] + ", " + row[2] + ", '" + row[0] + " ' || " + row[3] + ", (to_jsonb(t) - "
                                + VOLATILE + ")::text FROM " + row[0] + " t WHERE xmin::text::int8 >= " + transaction)
                .collect(Collectors.joining(UNION));
    }

    /** The objects that this transaction has locked, and whether a sequence would be written under such a lock. */
    static String locks() {
        return """
                SELECT DISTINCT CASE locktype WHEN 'relation' THEN 1259 ELSE classid END,
                       CASE locktype WHEN 'relation' THEN relation ELSE objid END,
                       mode NOT IN ('AccessShareLock', 'RowShareLock')
                  FROM pg_locks
                 WHERE pid = pg_backend_pid() AND locktype IN ('relation', 'object') AND greatest(relation, objid) >= 16384""";
    }

    /** The tables whose rows this transaction has written. */
    static String writtenTables() {
        return "SELECT relid FROM pg_stat_xact_user_tables WHERE n_tup_ins + n_tup_upd + n_tup_del > 0";
    }

    /** The functions that ran in this transaction. */
    static String calledFunctions() {
        return "SELECT funcid FROM pg_stat_xact_user_functions";
    }
}
