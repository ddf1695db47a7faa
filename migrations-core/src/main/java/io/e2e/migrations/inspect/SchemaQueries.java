package io.e2e.migrations.inspect;

import java.util.List;

/**
 * The queries for extensions, types, sequences and functions, and for the privileges on all objects. Each returns kind,
 * name, table, key, text and identity of facts; {@code %1$s} is the schema as a literal.
 */
final class SchemaQueries {

    private static final String EXTENSIONS = """
            SELECT 'EXTENSION', extname, NULL, 'definition', 'version ' || extversion, '' FROM pg_extension WHERE extname <> 'plpgsql'""";

    /** The types of the schema, except row types, array types and members of extensions. */
    static final String SCHEMA_TYPES = """
            types AS (
                SELECT t.*
                  FROM pg_type t LEFT JOIN pg_class c ON c.oid = t.typrelid
                 WHERE t.typnamespace = (SELECT to_regnamespace(%1$s)::oid)
                   AND (t.typtype IN ('e', 'd', 'r') OR t.typtype = 'c' AND c.relkind = 'c')
                   AND NOT EXISTS (SELECT FROM pg_depend d
                                    WHERE d.classid = 'pg_type'::regclass AND d.objid = t.oid AND d.deptype = 'e'))
            """;

    private static final String TYPES = "WITH " + SCHEMA_TYPES + """
            SELECT 'TYPE', typname, NULL, 'definition', concat_ws(chr(31), CASE typtype
                       WHEN 'e' THEN 'enum (' || (SELECT string_agg(quote_literal(e.enumlabel), ', '
                                                                    ORDER BY e.enumsortorder)
                                                    FROM pg_enum e WHERE e.enumtypid = t.oid) || ')'
                       WHEN 'd' THEN concat_ws(chr(31), 'domain ' || format_type(typbasetype, typtypmod),
                                               CASE WHEN typnotnull THEN 'not null' END, 'default ' || typdefault,
                                               (SELECT string_agg(concat_ws(' ', 'constraint', k.conname,
                                                                            pg_get_constraintdef(k.oid, true)),
                                                                  chr(31) ORDER BY k.conname)
                                                  FROM pg_constraint k
                                                 WHERE k.contypid = t.oid AND k.contype = 'c'))
                       WHEN 'c' THEN 'composite (' || (SELECT string_agg(quote_ident(a.attname) || ' '
                                                                         || format_type(a.atttypid, a.atttypmod), ', '
                                                                         ORDER BY a.attnum)
                                                         FROM pg_attribute a
                                                        WHERE a.attrelid = typrelid AND NOT a.attisdropped) || ')'
                       ELSE (SELECT 'range of ' || format_type(r.rngsubtype, NULL)
                               FROM pg_range r WHERE r.rngtypid = t.oid) END,
                       CASE WHEN typowner <> %3$s THEN 'owner ' || typowner::regrole END,
                       comment_of(t.oid, pg_type, 0)), t.oid::text
              FROM types t""";

    private static final String SEQUENCES = RelationQueries.RELATIONS + """
            SELECT kind, relname, NULL, 'definition',
                   concat_ws(chr(31), %2$s, CASE relpersistence WHEN 'u' THEN 'unlogged' END,
                             CASE WHEN relowner <> migrator THEN 'owner ' || relowner::regrole END,
                             comment_of(oid, pg_class, 0)), oid::text
              FROM ours JOIN pg_sequence s ON s.seqrelid = ours.oid
             WHERE NOT EXISTS (SELECT FROM pg_depend o
                                WHERE o.classid = 'pg_class'::regclass AND o.objid = ours.oid
                                  AND o.refclassid = 'pg_class'::regclass AND o.deptype IN ('a', 'i'))""";

    /** The functions of the schema, except members of extensions and those that PostgreSQL creates for range types. */
    private static final String SCHEMA_FUNCTIONS = """
            WITH ours AS (
                SELECT p.*, '(' || pg_get_function_identity_arguments(p.oid) || ')' AS arguments
                  FROM pg_proc p
                 WHERE p.pronamespace = (SELECT to_regnamespace(%1$s)::oid)
                   AND NOT EXISTS (SELECT FROM pg_depend d
                                    WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid
                                      AND d.deptype IN ('e', 'i')))
            """;

    /**
     * The functions, without the schema's name. CREATE FUNCTION contains the name twice: before the function's name,
     * and in a search_path that was taken from the session that created the function. PostgreSQL's default path begins
     * with {@code "$user"}, which is ignored if there is no schema of that name (PostgreSQL manual, "Schemas").
     */
    private static final String FUNCTIONS = SCHEMA_FUNCTIONS + """
            , texts AS (
                SELECT ours.*, quote_ident(proname) || '(' AS called,
                       pronamespace::regnamespace || '.' || quote_ident(proname) || '(' AS qualified,
                       CASE WHEN prokind = 'a' THEN 'aggregate returning ' || pg_get_function_result(oid)
                            ELSE pg_get_functiondef(oid) END AS text,
                       EXISTS (SELECT FROM unnest(proconfig) AS setting,
                                           replace(current_setting('search_path'), '"', '') AS path
                                WHERE replace(setting, '"', '') IN ('search_path=' || path,
                                      CASE WHEN NOT EXISTS (SELECT FROM pg_namespace JOIN pg_roles ON rolname = nspname)
                                           THEN 'search_path=$user, ' || path END)) AS at_home
                  FROM ours),
            unqualified AS (
                SELECT texts.*, CASE WHEN strpos(text, qualified) = 0 THEN text
                                     ELSE overlay(text PLACING called FROM strpos(text, qualified)
                                                  FOR length(qualified)) END AS short
                  FROM texts)
            SELECT 'FUNCTION', proname, NULL, arguments, concat_ws(chr(31),
                       rtrim(CASE WHEN at_home THEN regexp_replace(short, 'SET search_path TO [^\\n]*',
                                                                   'SET search_path FROM CURRENT')
                                  ELSE short END, chr(10)),
                       CASE WHEN proowner <> %3$s THEN 'owner ' || proowner::regrole END,
                       comment_of(oid, pg_proc, 0)),
                   oid::text
              FROM unqualified
             ORDER BY proname, arguments""";

    /**
     * The privileges of each role, except the default ones of public on functions and types; of the owner, those that
     * it lacks.
     */
    private static final String PRIVILEGES = RelationQueries.RELATIONS + ", " + SCHEMA_TYPES + """
            , functions AS (
                SELECT p.oid, p.proname, p.proowner, p.proacl,
                       CASE WHEN count(*) OVER (PARTITION BY p.proname) > 1
                            THEN ' on (' || pg_get_function_identity_arguments(p.oid) || ')' ELSE '' END AS what
                  FROM pg_proc p
                 WHERE p.pronamespace = (SELECT to_regnamespace(%1$s)::oid)
                   AND NOT EXISTS (SELECT FROM pg_depend d
                                    WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')),
            granted AS (
                SELECT kind, relname AS name, parent AS tablename, '' AS what, relowner AS owner, relacl AS acl,
                       acldefault('r', relowner) AS defaults
                  FROM ours WHERE relkind IN ('r', 'p', 'f', 'v', 'm') AND relacl IS NOT NULL
                UNION ALL
                SELECT kind, relname, parent, ' on column ' || a.attname, relowner, a.attacl, NULL
                  FROM ours JOIN pg_attribute a ON a.attrelid = ours.oid AND a.attacl IS NOT NULL
                UNION ALL
                SELECT coalesce(t.kind, ours.kind), coalesce(t.relname, ours.relname), t.parent,
                       CASE WHEN t.oid IS NULL THEN '' ELSE ' on sequence ' || ours.relname END,
                       ours.relowner, ours.relacl, acldefault('s', ours.relowner)
                  FROM ours
                  LEFT JOIN pg_depend o ON o.classid = 'pg_class'::regclass AND o.objid = ours.oid
                                       AND o.refclassid = 'pg_class'::regclass AND o.deptype IN ('a', 'i')
                  LEFT JOIN ours t ON t.oid = o.refobjid
                 WHERE ours.relkind = 'S' AND ours.relacl IS NOT NULL
                UNION ALL
                SELECT 'FUNCTION', proname, NULL, what, proowner, proacl, acldefault('f', proowner)
                  FROM functions
                UNION ALL
                SELECT 'TYPE', typname, NULL, '', typowner, typacl, acldefault('T', typowner) FROM types)
            SELECT kind, name, tablename, 'privileges of ' || coalesce(r.rolname, 'public') || what,
                   string_agg(a.privilege_type || CASE WHEN a.is_grantable THEN ' with grant option' ELSE '' END, ', '
                              ORDER BY a.privilege_type), ''
              FROM granted CROSS JOIN LATERAL aclexplode(acl) AS a LEFT JOIN pg_roles r ON r.oid = a.grantee
             WHERE a.grantee <> owner AND NOT (kind IN ('FUNCTION', 'TYPE') AND a.grantee = 0)
             GROUP BY kind, name, tablename, what, r.rolname
            UNION ALL
            SELECT kind, name, NULL, 'privileges of public' || what, 'none', ''
              FROM granted
             WHERE kind IN ('FUNCTION', 'TYPE') AND acl IS NOT NULL
               AND NOT EXISTS (SELECT FROM aclexplode(acl) AS a WHERE a.grantee = 0)
            UNION ALL
            SELECT kind, name, tablename, 'privileges of the owner' || what,
                   'all but ' || string_agg(d.privilege_type, ', ' ORDER BY d.privilege_type), ''
              FROM granted CROSS JOIN LATERAL aclexplode(defaults) AS d
             WHERE acl IS NOT NULL AND d.grantee = owner
               AND NOT EXISTS (SELECT FROM aclexplode(acl) AS a
                                WHERE a.grantee = owner AND a.privilege_type = d.privilege_type)
             GROUP BY kind, name, tablename, what
             ORDER BY 1, 2, 4""";

    /** All queries; privileges come last, because they end the list of an object's facts. */
    static final List<String> ALL = List.of(EXTENSIONS, TYPES, SEQUENCES, FUNCTIONS, PRIVILEGES);

    private SchemaQueries() {}
}
