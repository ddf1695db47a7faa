package io.e2e.migrations.tool.schema;

import java.util.List;

/** The queries for all objects but tables, in the form of {@link TableQueries}. */
final class ObjectQueries {

    /** The storage parameters of a relation {@code c}. */
    static final String WITH_OPTIONS = """
            (SELECT ' WITH (' || string_agg(format('%s=%L', split_part(o, '=', 1), substr(o, strpos(o, '=') + 1)), ', ') || ')'
               FROM unnest(c.reloptions) AS o)""";

    /** The object {@code o} in schema {@code n} is ours, and no member of an extension. */
    private static final String OURS = """
            NOT EXISTS (SELECT FROM pg_depend e
                         WHERE e.classid = CATALOG AND e.objid = o.oid AND e.deptype IN ('e', 'i'))
               AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'e2e_migrations') AND o.oid >= 16384""";

    private static final String SCHEMAS = """
            SELECT 'pg_namespace', oid, 0, quote_ident(nspname), format('CREATE SCHEMA IF NOT EXISTS %I', nspname)
              FROM pg_namespace n
             WHERE oid >= 16384 AND nspname !~ '^pg_' AND nspname <> 'e2e_migrations'
               AND NOT EXISTS (SELECT FROM pg_depend e
                                WHERE e.classid = 'pg_namespace'::regclass AND e.objid = n.oid AND e.deptype = 'e')
            UNION ALL
            SELECT 'pg_extension', x.oid, 1, x.extname,
                   format('CREATE EXTENSION IF NOT EXISTS %I', x.extname)
                   || CASE WHEN EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_namespace'::regclass
                                           AND e.objid = n.oid AND e.refobjid = x.oid) THEN ''
                           ELSE format(' WITH SCHEMA %I', n.nspname) END
              FROM pg_extension x JOIN pg_namespace n ON n.oid = x.extnamespace
             WHERE x.extname <> 'plpgsql'""";

    /** The locale of an ICU collation is in another column in each of PostgreSQL 14, 15 and 17. */
    private static final String COLLATIONS = """
            SELECT 'pg_collation', o.oid, 5, format('%I.%I', n.nspname, o.collname),
                   format('CREATE COLLATION %I.%I (%s)', n.nspname, o.collname, concat_ws(', ',
                       'PROVIDER = ' || CASE o.collprovider WHEN 'i' THEN 'icu' WHEN 'c' THEN 'libc' ELSE 'builtin' END,
                       CASE o.collprovider WHEN 'c' THEN format('LC_COLLATE = %L, LC_CTYPE = %L', o.collcollate, o.collctype)
                            ELSE format('LOCALE = %L', coalesce(j ->> 'colllocale', j ->> 'colliculocale', o.collcollate)) END,
                       'RULES = ' || quote_literal(j ->> 'collicurules'),
                       CASE WHEN NOT o.collisdeterministic THEN 'DETERMINISTIC = false' END))
              FROM pg_collation o JOIN pg_namespace n ON n.oid = o.collnamespace CROSS JOIN to_jsonb(o) AS j
             WHERE
            """ + OURS.replace("CATALOG", "'pg_collation'::regclass");

    private static final String TYPES = """
            SELECT 'pg_type', o.oid, 10, format('%I.%I', n.nspname, o.typname), CASE o.typtype
                WHEN 'e' THEN format('CREATE TYPE %I.%I AS ENUM (%s)', n.nspname, o.typname,
                    (SELECT string_agg(quote_literal(l.enumlabel), ', ' ORDER BY l.enumsortorder)
                       FROM pg_enum l WHERE l.enumtypid = o.oid))
                WHEN 'c' THEN format('CREATE TYPE %I.%I AS (%s)', n.nspname, o.typname,
                    (SELECT string_agg(format('%I %s', a.attname, format_type(a.atttypid, a.atttypmod))
                                       || coalesce(' COLLATE ' || (SELECT format('%I.%I', ln.nspname, l.collname)
                                            FROM pg_collation l JOIN pg_namespace ln ON ln.oid = l.collnamespace
                                            JOIN pg_type t ON t.oid = a.atttypid
                                           WHERE l.oid = a.attcollation AND l.oid <> t.typcollation), ''),
                                       ', ' ORDER BY a.attnum)
                       FROM pg_attribute a WHERE a.attrelid = o.typrelid AND a.attnum > 0 AND NOT a.attisdropped))
                WHEN 'd' THEN format('CREATE DOMAIN %I.%I AS %s', n.nspname, o.typname,
                    concat_ws(' ', format_type(o.typbasetype, o.typtypmod),
                        (SELECT format('COLLATE %I.%I', ln.nspname, l.collname)
                           FROM pg_collation l JOIN pg_namespace ln ON ln.oid = l.collnamespace
                           JOIN pg_type b ON b.oid = o.typbasetype
                          WHERE l.oid = o.typcollation AND l.oid <> b.typcollation),
                        'DEFAULT ' || o.typdefault, CASE WHEN o.typnotnull THEN 'NOT NULL' END,
                        (SELECT string_agg(format('CONSTRAINT %I %s', k.conname, pg_get_constraintdef(k.oid, true)), ' '
                                           ORDER BY k.conname)
                           FROM pg_constraint k WHERE k.contypid = o.oid AND k.contype = 'c')))
                ELSE (SELECT format('CREATE TYPE %I.%I AS RANGE (%s)', n.nspname, o.typname, concat_ws(', ',
                                 'SUBTYPE = ' || format_type(r.rngsubtype, NULL),
                                 (SELECT format('SUBTYPE_OPCLASS = %I.%I', cn.nspname, c.opcname)
                                    FROM pg_opclass c JOIN pg_namespace cn ON cn.oid = c.opcnamespace
                                   WHERE c.oid = r.rngsubopc AND NOT c.opcdefault),
                                 (SELECT format('COLLATION = %I.%I', ln.nspname, l.collname)
                                    FROM pg_collation l JOIN pg_namespace ln ON ln.oid = l.collnamespace
                                    JOIN pg_type b ON b.oid = r.rngsubtype
                                   WHERE l.oid = r.rngcollation AND l.oid <> b.typcollation),
                                 'SUBTYPE_DIFF = ' || nullif(r.rngsubdiff, 0)::regproc,
                                 'MULTIRANGE_TYPE_NAME = ' || r.rngmultitypid::regtype))
                        FROM pg_range r WHERE r.rngtypid = o.oid) END
              FROM pg_type o JOIN pg_namespace n ON n.oid = o.typnamespace LEFT JOIN pg_class c ON c.oid = o.typrelid
             WHERE (o.typtype IN ('e', 'd', 'r') OR o.typtype = 'c' AND c.relkind = 'c')
               AND
            """ + OURS.replace("CATALOG", "'pg_type'::regclass");

    private static final String FUNCTIONS = """
            SELECT 'pg_proc', o.oid, 20, o.oid::regprocedure::text, CASE WHEN o.prokind <> 'a' THEN pg_get_functiondef(o.oid)
                ELSE (SELECT format('CREATE AGGREGATE %I.%I(%s) (%s)', n.nspname, o.proname,
                                    CASE WHEN o.pronargs = 0 THEN '*' ELSE pg_get_function_arguments(o.oid) END,
                                    concat_ws(', ', 'SFUNC = ' || a.aggtransfn, 'STYPE = ' || format_type(a.aggtranstype, NULL),
                                        'SSPACE = ' || nullif(a.aggtransspace, 0),
                                        'FINALFUNC = ' || nullif(a.aggfinalfn, 0::regproc),
                                        CASE WHEN a.aggfinalextra THEN 'FINALFUNC_EXTRA' END,
                                        'COMBINEFUNC = ' || nullif(a.aggcombinefn, 0::regproc),
                                        'INITCOND = ' || quote_literal(a.agginitval),
                                        CASE o.proparallel WHEN 's' THEN 'PARALLEL = SAFE'
                                                           WHEN 'r' THEN 'PARALLEL = RESTRICTED' END))
                        FROM pg_aggregate a WHERE a.aggfnoid = o.oid) END
              FROM pg_proc o JOIN pg_namespace n ON n.oid = o.pronamespace
             WHERE
            """ + OURS.replace("CATALOG", "'pg_proc'::regclass");

    private static final String SEQUENCES = TableQueries.RELATIONS + """
            SELECT 'pg_class', c.oid, 30, c.q, concat('CREATE ', CASE c.relpersistence WHEN 'u' THEN 'UNLOGGED ' END,
                       'SEQUENCE ', c.q, nullif(' AS ' || format_type(s.seqtypid, NULL), ' AS bigint'),
                       ' ' || SEQUENCE_OPTIONS)
              FROM ours c JOIN pg_sequence s ON s.seqrelid = c.oid
             WHERE NOT EXISTS (SELECT FROM pg_depend i
                                WHERE i.classid = 'pg_class'::regclass AND i.objid = c.oid AND i.deptype = 'i')""";

    private static final String VIEWS = TableQueries.RELATIONS + """
            SELECT 'pg_class', c.oid, 50, c.q,
                   concat('CREATE ', CASE c.relkind WHEN 'm' THEN 'MATERIALIZED ' END, 'VIEW ', c.q, WITH_OPTIONS, ' AS',
                          chr(10), rtrim(pg_get_viewdef(c.oid, true), ';'),
                          CASE WHEN c.relkind = 'm' AND NOT c.relispopulated THEN chr(10) || '  WITH NO DATA' END)
              FROM ours c WHERE c.relkind IN ('v', 'm')
            UNION ALL
            SELECT 'pg_class', c.oid, 51, c.q, format('ALTER VIEW %s ALTER COLUMN %I SET DEFAULT %s', c.q, a.attname,
                                                     pg_get_expr(d.adbin, d.adrelid))
              FROM ours c JOIN pg_attrdef d ON d.adrelid = c.oid
              JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = d.adnum
             WHERE c.relkind = 'v'""";

    private static final String INDEXES = TableQueries.RELATIONS + """
            SELECT 'pg_class', c.oid, 60, c.q, replace(pg_get_indexdef(c.oid, 0, false), ' ON ONLY ', ' ON ')
              FROM ours c JOIN pg_index i ON i.indexrelid = c.oid
             WHERE NOT c.relispartition
               AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = c.oid AND k.contype IN ('p', 'u', 'x'))
            UNION ALL
            SELECT 'pg_statistic_ext', s.oid, 65, c.q || ' ' || s.stxname, pg_get_statisticsobjdef(s.oid)
              FROM ours c JOIN pg_statistic_ext s ON s.stxrelid = c.oid""";

    private static final String ACTIONS = TableQueries.RELATIONS + """
            SELECT 'pg_rewrite', r.oid, 70, c.q || ' ' || r.rulename, rtrim(pg_get_ruledef(r.oid, true), ';')
              FROM ours c JOIN pg_rewrite r ON r.ev_class = c.oid AND r.rulename <> '_RETURN'
            UNION ALL
            SELECT 'pg_rewrite', r.oid, 71, c.q || ' ' || r.rulename, format('ALTER TABLE %s %s RULE %I', c.q,
                       (ENABLED)[strpos('DRA', r.ev_enabled::text)], r.rulename)
              FROM ours c JOIN pg_rewrite r ON r.ev_class = c.oid AND r.rulename <> '_RETURN' AND r.ev_enabled <> 'O'
            UNION ALL
            SELECT 'pg_trigger', t.oid, 85, c.q || ' ' || t.tgname, pg_get_triggerdef(t.oid, true)
              FROM ours c JOIN pg_trigger t ON t.tgrelid = c.oid AND NOT t.tgisinternal AND t.tgparentid = 0
            UNION ALL
            SELECT 'pg_trigger', t.oid, 86, c.q || ' ' || t.tgname, format('ALTER TABLE %s%s %s TRIGGER %I',
                       CASE WHEN c.relkind = 'p' THEN 'ONLY ' END, c.q, (ENABLED)[strpos('DRA', t.tgenabled::text)], t.tgname)
              FROM ours c JOIN pg_trigger t ON t.tgrelid = c.oid AND NOT t.tgisinternal
              LEFT JOIN pg_trigger above ON above.oid = t.tgparentid
             WHERE t.tgenabled <> coalesce(above.tgenabled, 'O')
            UNION ALL
            SELECT 'pg_policy', p.oid, 90, c.q || ' ' || p.polname, concat_ws(' ', format('CREATE POLICY %I ON %s', p.polname, c.q),
                       CASE WHEN NOT p.polpermissive THEN 'AS RESTRICTIVE' END,
                       'FOR ' || (ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE'])[strpos('rawd', p.polcmd::text)],
                       'TO ' || (SELECT string_agg(coalesce(quote_ident(r.rolname), 'PUBLIC'), ', ' ORDER BY r.rolname)
                                   FROM unnest(p.polroles) AS role (oid) LEFT JOIN pg_roles r ON r.oid = role.oid),
                       'USING (' || pg_get_expr(p.polqual, p.polrelid) || ')',
                       'WITH CHECK (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')')
              FROM ours c JOIN pg_policy p ON p.polrelid = c.oid""";

    private ObjectQueries() {}

    /** The queries. */
    static List<String> all() {
        return List.of(SCHEMAS, COLLATIONS, TYPES, FUNCTIONS, SEQUENCES, VIEWS, INDEXES, ACTIONS).stream()
                .map(query -> query.replace("SEQUENCE_OPTIONS", TableQueries.SEQUENCE_OPTIONS)
                        .replace("WITH_OPTIONS", WITH_OPTIONS)
                        .replace("(ENABLED)", "(ARRAY['DISABLE', 'ENABLE REPLICA', 'ENABLE ALWAYS'])"))
                .toList();
    }
}
