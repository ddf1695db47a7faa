package io.e2e.migrations.reset;

/** The parts of the function of {@link ResetSql} that restore, once it has found out that nothing speaks against it. */
final class RestoreSql {

    /** Deletes from all tables in one statement and inserts in one, because tables may reference each other. */
    static final String ACT = """
                    IF NOT unchecked THEN
                        SET CONSTRAINTS ALL IMMEDIATE;
                    END IF;
                    FOR t IN
                        SELECT f.heap::regclass AS name, fires.what,
                               CASE fires.mode WHEN 'A' THEN 'ALWAYS ' WHEN 'R' THEN 'REPLICA ' ELSE '' END AS mode
                          FROM unnest(tables, heaps) f (relation, heap)
                          CROSS JOIN LATERAL (
                                SELECT format('TRIGGER %I', g.tgname) AS what, g.tgenabled AS mode
                                  FROM pg_trigger g
                                 WHERE g.tgrelid = f.heap AND NOT g.tgisinternal AND g.tgparentid = 0
                                   -- Those on INSERT, DELETE and TRUNCATE (PostgreSQL source, pg_trigger.h).
                                   AND g.tgtype & CASE WHEN seeds -> f.relation::text IS NULL THEN 8 | 32 ELSE 4 | 8 | 32 END <> 0
                                 UNION ALL
                                -- Rules on INSERT and DELETE (PostgreSQL source, pg_rewrite.h and nodes.h).
                                SELECT format('RULE %I', w.rulename), w.ev_enabled
                                  FROM pg_rewrite w WHERE w.ev_class = f.heap AND w.ev_type IN ('3', '4')) fires
                         WHERE f.relation = ANY (touched)
                           AND fires.mode IN ('A', CASE WHEN unchecked THEN 'R' ELSE 'O' END)
                    LOOP
                        EXECUTE format('ALTER TABLE %s DISABLE %s', t.name, t.what);
                        switched_off := switched_off || format('ALTER TABLE %s ENABLE %s%s', t.name, t.mode, t.what);
                    END LOOP;
                    SELECT 'WITH ' || string_agg(format('d%s AS (DELETE FROM ONLY %s)', f.heap, f.heap::regclass), ', ')
                           || ' SELECT'
                      INTO command
                      -- Without OFFSET the size of every table would be asked.
                      FROM (SELECT o.heap FROM unnest(tables, heaps) o (relation, heap)
                             WHERE o.relation = ANY (touched) AND o.relation <> ALL (big) OFFSET 0) f
                     WHERE pg_relation_size(f.heap) > 0;
                    -- Rows are literals, because a user may have made a cast of text to rows.
                    SELECT 'WITH ' || string_agg(
                               format('i%s AS (INSERT INTO %s %s SELECT %s FROM (VALUES %s) seed (seed_row))',
                                   r.oid, r.oid::regclass, columns.list, columns.values, (
                                   SELECT string_agg(format('(%L::%s)', v, r.oid::regclass), ', ')
                                     FROM json_array_elements_text(r.rows) v)), ', ')
                           || ' SELECT'
                      INTO seeding
                      FROM (SELECT seed.key::oid AS oid, seed.value AS rows FROM json_each(seeds) seed
                             WHERE seed.key::oid = ANY (touched)) r
                      CROSS JOIN LATERAL (
                            SELECT '(' || string_agg(quote_ident(a.attname), ', ') || ') OVERRIDING SYSTEM VALUE' AS list,
                                   string_agg(format('(seed.seed_row).%I', a.attname), ', ') AS values
                              FROM pg_attribute a
                             WHERE a.attrelid = r.oid AND a.attnum > 0
                               AND NOT a.attisdropped AND a.attgenerated = '') columns;
                    condition := 'TRUNCATE ' || (
                        SELECT string_agg(CASE c.relkind WHEN 'r' THEN 'ONLY ' ELSE '' END || c.oid::regclass, ', ')
                          FROM pg_class c WHERE c.oid = ANY (big));
                    -- Checks and keys may call functions that need the path of the migrations.
                    PERFORM set_config('search_path', found_path, true);
                    FOREACH command IN ARRAY pg_catalog.array_remove(ARRAY[condition, command, seeding], NULL) LOOP
                        EXECUTE command;
                    END LOOP;
                    PERFORM pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true);
                    FOREACH command IN ARRAY switched_off LOOP
                        EXECUTE command;
                    END LOOP;
                END IF;
            """;

    /** Refreshes our materialized views that show rows of changed tables. */
    static final String REFRESH = """
                IF changed <> '{}' AND views <> '{}' THEN
                    FOR t IN
                        WITH RECURSIVE stale (oid, depth) AS (
                            SELECT f.heap, 0 FROM unnest(tables, heaps) f (relation, heap) WHERE f.relation = ANY (changed)
                            UNION
                            SELECT w.ev_class, stale.depth + 1
                              FROM stale
                              JOIN pg_depend d ON d.refclassid = 'pg_class'::regclass AND d.refobjid = stale.oid
                                              AND d.classid = 'pg_rewrite'::regclass
                              JOIN pg_rewrite w ON w.oid = d.objid AND w.ev_class <> stale.oid)
                        SELECT c.oid, c.oid::regclass AS source
                          FROM stale JOIN pg_class c USING (oid)
                         WHERE c.relispopulated AND c.oid = ANY (views)
                         GROUP BY c.oid
                         ORDER BY max(stale.depth)
                    LOOP
                        changed := changed || t.oid;
                        command := format('REFRESH MATERIALIZED VIEW %s', t.source);
                        PERFORM set_config('search_path', found_path, true);
                        EXECUTE command;
                        PERFORM pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true);
                    END LOOP;
                END IF;
            """;

    /** Restores sequences last, because setting them is not rolled back. */
    static final String END = """
                RETURN QUERY SELECT 'TABLE', :shown FROM pg_class c WHERE c.oid = ANY (changed) ORDER BY 2;
                SELECT string_agg(format('SELECT %s, %L, json_build_array(last_value, is_called)::text FROM %s',
                                  s.key, s.value, s.key::oid::regclass), ' UNION ALL ')
                  INTO command FROM json_each(states) s;
                touched := '{}';
                IF command IS NOT NULL THEN
                    FOR t IN EXECUTE 'SELECT s.oid::oid, s.seed::json FROM (' || command || ') s (oid, seed, now)'
                                     ' WHERE s.now <> s.seed'
                    LOOP
                        PERFORM setval(t.oid::regclass, (t.seed ->> 0)::bigint, (t.seed ->> 1)::boolean);
                        touched := touched || t.oid;
                    END LOOP;
                END IF;
                RETURN QUERY SELECT 'SEQUENCE', :shown FROM pg_class c WHERE c.oid = ANY (touched) ORDER BY 2;
            END $e2e_migrations$""";

    private RestoreSql() {}
}
