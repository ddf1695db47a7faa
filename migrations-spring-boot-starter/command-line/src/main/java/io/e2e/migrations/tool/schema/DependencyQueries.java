package io.e2e.migrations.tool.schema;

/** The queries for what objects need. */
final class DependencyQueries {

    /**
     * What is no object of a script, and the object that it belongs to: the row type of a table, the array of a type, the
     * index of a constraint. If several rows tell of one, the first counts.
     */
    static final String BELONGING = """
            SELECT classid, objid, owner, ownerid FROM (
                SELECT 1 AS place, 'pg_type' AS classid, t.oid AS objid, 'pg_class' AS owner, t.typrelid AS ownerid
                  FROM pg_type t JOIN pg_class c ON c.oid = t.typrelid AND c.relkind <> 'c'
                UNION ALL SELECT 1, 'pg_class', oid, 'pg_type', reltype FROM pg_class WHERE relkind = 'c'
                UNION ALL SELECT 1, 'pg_type', typarray, 'pg_type', oid FROM pg_type WHERE typarray <> 0
                UNION ALL SELECT 1, 'pg_type', rngmultitypid, 'pg_type', rngtypid FROM pg_range
                UNION ALL SELECT 1, 'pg_attrdef', oid, 'pg_class', adrelid FROM pg_attrdef
                UNION ALL SELECT 1, 'pg_rewrite', oid, 'pg_class', ev_class FROM pg_rewrite
                UNION ALL SELECT 1, 'pg_constraint', oid, 'pg_type', contypid FROM pg_constraint WHERE contypid <> 0
                UNION ALL SELECT 1, 'pg_constraint', oid, 'pg_constraint', conparentid
                            FROM pg_constraint WHERE contype = 'f' AND conparentid <> 0
                UNION ALL SELECT 2, 'pg_constraint', oid, 'pg_class', conrelid FROM pg_constraint WHERE conrelid <> 0 AND contype <> 't'
                UNION ALL SELECT 1, 'pg_class', conindid, 'pg_constraint', oid
                            FROM pg_constraint WHERE contype IN ('p', 'u', 'x')
                UNION ALL SELECT 2, 'pg_class', h.inhrelid, 'pg_class', h.inhparent
                            FROM pg_inherits h JOIN pg_class c ON c.oid = h.inhrelid AND c.relkind IN ('i', 'I')
                UNION ALL SELECT 2, d.classid::regclass::text, d.objid, d.refclassid::regclass::text, d.refobjid
                            FROM pg_depend d
                           WHERE d.deptype = 'i' AND d.classid IN ('pg_class'::regclass, 'pg_proc'::regclass)) AS belonging
             WHERE objid >= 16384
             ORDER BY place""";

    /** A sequence that a column owns comes before its table, whose default draws from it. */
    static final String NEEDS = """
            SELECT d.classid::regclass::text, d.objid, d.refclassid::regclass::text, d.refobjid
              FROM pg_depend d LEFT JOIN pg_class s ON d.classid = 'pg_class'::regclass AND s.oid = d.objid
             WHERE d.objid >= 16384 AND d.refobjid >= 16384
               AND NOT (d.deptype = 'a' AND s.relkind IS NOT DISTINCT FROM 'S' AND d.refclassid = 'pg_class'::regclass)""";

    /** The objects of kinds that are not written. */
    static final String NOT_WRITTEN = """
            SELECT i.type || ' ' || i.identity
              FROM (SELECT 'pg_cast'::regclass AS classid, oid FROM pg_cast
                    UNION ALL SELECT 'pg_operator'::regclass, oid FROM pg_operator
                    UNION ALL SELECT 'pg_opclass'::regclass, oid FROM pg_opclass
                    UNION ALL SELECT 'pg_opfamily'::regclass, oid FROM pg_opfamily
                    UNION ALL SELECT 'pg_ts_config'::regclass, oid FROM pg_ts_config
                    UNION ALL SELECT 'pg_ts_dict'::regclass, oid FROM pg_ts_dict
                    UNION ALL SELECT 'pg_ts_template'::regclass, oid FROM pg_ts_template
                    UNION ALL SELECT 'pg_ts_parser'::regclass, oid FROM pg_ts_parser
                    UNION ALL SELECT 'pg_conversion'::regclass, oid FROM pg_conversion
                    UNION ALL SELECT 'pg_event_trigger'::regclass, oid FROM pg_event_trigger
                    UNION ALL SELECT 'pg_publication'::regclass, oid FROM pg_publication
                    UNION ALL SELECT 'pg_foreign_data_wrapper'::regclass, oid FROM pg_foreign_data_wrapper
                    UNION ALL SELECT 'pg_foreign_server'::regclass, oid FROM pg_foreign_server
                    UNION ALL SELECT 'pg_language'::regclass, oid FROM pg_language
                    UNION ALL SELECT 'pg_am'::regclass, oid FROM pg_am
                    UNION ALL SELECT 'pg_transform'::regclass, oid FROM pg_transform
                    UNION ALL SELECT 'pg_class'::regclass, oid FROM pg_class WHERE relkind = 'f') AS o
             CROSS JOIN LATERAL pg_identify_object(o.classid, o.oid, 0) AS i
             WHERE o.oid >= 16384
               AND NOT EXISTS (SELECT FROM pg_depend e
                                WHERE e.classid = o.classid AND e.objid = o.oid AND e.deptype IN ('e', 'i'))
             ORDER BY 1""";

    /** The roles that objects of the database belong or grant to, but the role of the session. */
    static final String ROLES = """
            SELECT DISTINCT quote_ident(r.rolname)
              FROM pg_shdepend s JOIN pg_database d ON d.oid = s.dbid AND d.datname = current_database()
              JOIN pg_roles r ON r.oid = s.refobjid
             WHERE s.refclassid = 'pg_authid'::regclass AND r.rolname <> current_user
             ORDER BY 1""";

    private DependencyQueries() {}
}
