package io.e2e.migrations.tool.schema;

import java.util.List;

/** The queries for what is said of objects when all of them are there. Each returns a statement. */
final class ClosingQueries {

    private static final String SEQUENCES_AND_IDENTITIES = TableQueries.RELATIONS + """
            SELECT format('ALTER SEQUENCE %s OWNED BY %s.%I', s.q, t.q, a.attname)
              FROM ours s JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = s.oid AND d.deptype = 'a'
                                          AND d.refclassid = 'pg_class'::regclass AND d.refobjsubid > 0
              JOIN ours t ON t.oid = d.refobjid
              JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid
             WHERE s.relkind = 'S'
            UNION ALL
            SELECT format('ALTER TABLE ONLY %s REPLICA IDENTITY USING INDEX %I', t.q, i.relname)
              FROM ours t JOIN pg_index x ON x.indrelid = t.oid AND x.indisreplident
              JOIN pg_class i ON i.oid = x.indexrelid
             WHERE t.relreplident = 'i'
             ORDER BY 1""";

    /** Every object with an owner and privileges: the keyword for GRANT, and what a new object of its kind grants. */
    private static final String OBJECTS = TableQueries.RELATIONS + """
            , objects AS (
                SELECT 'pg_class'::regclass AS classid, oid, relowner AS owner, relacl AS acl,
                       CASE relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END AS keyword,
                       acldefault(CASE relkind WHEN 'S' THEN 's'::"char" ELSE 'r'::"char" END, relowner) AS usual
                  FROM ours WHERE relkind IN ('r', 'p', 'v', 'm', 'S')
                UNION ALL
                SELECT 'pg_proc'::regclass, oid, proowner, proacl, 'ROUTINE', acldefault('f', proowner) FROM pg_proc
                UNION ALL
                SELECT 'pg_type'::regclass, oid, typowner, typacl, 'TYPE', acldefault('T', typowner) FROM pg_type
                 WHERE typtype IN ('e', 'd', 'r')
                    OR typtype = 'c' AND typrelid IN (SELECT c.oid FROM pg_class c WHERE c.relkind = 'c')
                UNION ALL
                SELECT 'pg_namespace'::regclass, oid, nspowner, nspacl, 'SCHEMA', acldefault('n', nspowner) FROM pg_namespace),
            named AS (
                SELECT o.*, i.identity
                  FROM objects o CROSS JOIN LATERAL pg_identify_object(classid, oid, 0) AS i
                 WHERE o.oid >= 16384 AND coalesce(i.schema, i.name) !~ '^(pg_.*|information_schema|e2e_migrations)$'
                   AND NOT EXISTS (SELECT FROM pg_depend e
                                    WHERE e.classid = o.classid AND e.objid = o.oid
                                      AND (e.deptype = 'e' OR e.deptype = 'i' AND o.classid <> 'pg_class'::regclass)))
            """;

    private static final String OWNERS = OBJECTS + """
            SELECT format('ALTER %s %s OWNER TO %s', CASE WHEN keyword = 'TABLE' AND c.relkind = 'v' THEN 'VIEW'
                                                          WHEN keyword = 'TABLE' AND c.relkind = 'm' THEN 'MATERIALIZED VIEW'
                                                          ELSE keyword END, identity, owner::regrole)
              FROM named LEFT JOIN ours c ON c.oid = named.oid
             WHERE owner <> current_user::regrole AND NOT (keyword = 'SEQUENCE' AND EXISTS (
                   SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = named.oid
                      AND d.deptype IN ('a', 'i')))
             ORDER BY identity""";

    private static final String PRIVILEGES = OBJECTS + """
            , kinds AS (
                SELECT identity, keyword, owner, '' AS columns, coalesce(acl, usual) AS acl, usual FROM named
                UNION ALL
                SELECT c.q, 'TABLE', c.relowner, format(' (%I)', a.attname), a.attacl, NULL::aclitem[]
                  FROM ours c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attacl IS NOT NULL),
            granted AS (
                SELECT k.*, g.grantee, g.privilege_type, g.is_grantable FROM kinds k CROSS JOIN LATERAL aclexplode(k.acl) AS g),
            expected AS (
                SELECT k.*, g.grantee, g.privilege_type, g.is_grantable FROM kinds k CROSS JOIN LATERAL aclexplode(k.usual) AS g),
            changes AS (
                SELECT 1 AS part, 'REVOKE %s ON %s %s FROM %s' AS form, identity, keyword, columns, grantee, privilege_type,
                       false AS is_grantable
                  FROM expected e
                 WHERE NOT EXISTS (SELECT FROM granted g WHERE (g.identity, g.keyword, g.grantee, g.privilege_type)
                                                             = (e.identity, e.keyword, e.grantee, e.privilege_type))
                UNION ALL
                SELECT 2, 'GRANT %s ON %s %s TO %s', identity, keyword, columns, grantee, privilege_type, is_grantable
                  FROM granted g
                 WHERE grantee <> owner
                   AND NOT EXISTS (SELECT FROM expected e WHERE (e.identity, e.keyword, e.columns, e.grantee, e.privilege_type)
                                                              = (g.identity, g.keyword, g.columns, g.grantee, g.privilege_type)))
            SELECT format(form, string_agg(privilege_type || columns, ', ' ORDER BY privilege_type), keyword, identity,
                          coalesce(quote_ident(r.rolname), 'PUBLIC'))
                   || CASE WHEN is_grantable THEN ' WITH GRANT OPTION' ELSE '' END
              FROM changes LEFT JOIN pg_roles r ON r.oid = grantee
             GROUP BY part, form, keyword, identity, columns, r.rolname, is_grantable
             ORDER BY identity, part, columns, r.rolname""";

    private static final String DEFAULT_PRIVILEGES = """
            SELECT format('ALTER DEFAULT PRIVILEGES FOR ROLE %s%s GRANT %s ON %s TO %s', d.defaclrole::regrole,
                          (SELECT format(' IN SCHEMA %I', n.nspname) FROM pg_namespace n WHERE n.oid = d.defaclnamespace),
                          string_agg(a.privilege_type, ', ' ORDER BY a.privilege_type),
                          CASE d.defaclobjtype WHEN 'r' THEN 'TABLES' WHEN 'S' THEN 'SEQUENCES' WHEN 'f' THEN 'FUNCTIONS'
                                               WHEN 'T' THEN 'TYPES' ELSE 'SCHEMAS' END,
                          coalesce(quote_ident(r.rolname), 'PUBLIC'))
                   || CASE WHEN a.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END
              FROM pg_default_acl d CROSS JOIN LATERAL aclexplode(d.defaclacl) AS a LEFT JOIN pg_roles r ON r.oid = a.grantee
             WHERE a.grantee <> d.defaclrole
             GROUP BY d.oid, d.defaclrole, d.defaclnamespace, d.defaclobjtype, r.rolname, a.is_grantable
             ORDER BY 1""";

    private static final String COMMENTS = """
            SELECT format('COMMENT ON %s %s IS %L', CASE WHEN i.type LIKE '%% column' THEN 'COLUMN'
                                                        WHEN i.type LIKE '%% constraint' THEN 'CONSTRAINT'
                                                        WHEN i.type = 'statistics object' THEN 'STATISTICS'
                                                        ELSE upper(i.type) END,
                          CASE i.type WHEN 'domain constraint' THEN replace(i.identity, ' on ', ' ON DOMAIN ')
                                      ELSE i.identity END, d.description)
              FROM pg_description d
             CROSS JOIN LATERAL pg_identify_object(d.classoid, d.objoid, d.objsubid) AS i
             WHERE d.objoid >= 16384 AND coalesce(i.schema, i.name, '') !~ '^(pg_.*|e2e_migrations)$'
               AND i.identity !~ '\\me2e_migrations\\.'
               AND NOT EXISTS (SELECT FROM pg_depend e
                                WHERE e.classid = d.classoid AND e.objid = d.objoid AND e.deptype = 'e')
               AND i.type <> 'extension'
             ORDER BY 1""".replace("%%", "%");

    private ClosingQueries() {}

    /** The queries, in the order of their statements. */
    static List<String> all() {
        return List.of(SEQUENCES_AND_IDENTITIES, COMMENTS, OWNERS, PRIVILEGES, DEFAULT_PRIVILEGES);
    }
}
