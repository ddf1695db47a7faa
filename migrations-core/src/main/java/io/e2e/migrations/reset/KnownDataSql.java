package io.e2e.migrations.reset;

/**
 * The part of the function of {@link ResetSql} that reads what is known: the seed data, and whether the tables are still
 * what they were. In hundreds of tables, this takes longer than everything else. So a session that is kept notes it in
 * settings of its own, and reads it again when a row of the history or of the system catalogs has changed: the number of
 * the rows, their places or the newest transaction among them differ then.
 */
final class KnownDataSql {

    /**
     * Reads what the history says of our tables. Ends the function if the history does not say all, or if there is none
     * and the other tables are not ours to restore.
     */
    static final String HISTORY = """
                    IF to_regclass(:historyName) IS NULL THEN
                        IF :outdated THEN
                            RETURN QUERY SELECT 'FORMAT', '1';
                            RETURN;
                        END IF;
                        migrated := false;
                    ELSE
                        IF (SELECT max(h.format) > :format FROM :history h) THEN
                            RETURN QUERY SELECT 'FORMAT', max(h.format)::text FROM :history h;
                            RETURN;
                        END IF;
                        migrated := EXISTS (SELECT FROM :history h WHERE :current);
                    END IF;
                    IF migrated THEN
                        RETURN QUERY SELECT 'INTERRUPTED', h.file FROM :history h WHERE h.format = :format AND :current;
                        IF FOUND THEN
                            RETURN;
                        END IF;
                        IF EXISTS (SELECT FROM :history h WHERE :pendingSeedData) THEN
                            RETURN QUERY SELECT 'PENDING', '';
                            RETURN;
                        END IF;
                        seed_rows := (:seedRows);
                        seed_sequences := (:seedSequences);
                        seed_shapes := (:seedShapes);
                    ELSIF NOT :own THEN
                        RETURN QUERY SELECT 'NO_HISTORY', '';
                        RETURN;
                    END IF;
            """;

    private static final String CHANGES = "count(*), bit_xor(hashtid(ctid)), age('3'::xid) - min(age(xmin))";

    private static final String NOTED = """
                IF to_regclass(:historyName) IS NOT NULL THEN
                    SELECT concat_ws(' ', %1$s) INTO known FROM :history;
                END IF;
                SELECT concat_ws(' ', home, :version, known, c.*, a.*, s.*) INTO known
                  FROM (SELECT %1$s FROM pg_class) c, (SELECT %1$s FROM pg_attribute) a, (SELECT %1$s FROM pg_sequence) s;
                IF keeps AND known = current_setting('e2e_migrations.known', true) THEN
                    tables := current_setting('e2e_migrations.tables');
                    heaps := current_setting('e2e_migrations.heaps');
                    views := current_setting('e2e_migrations.views');
                    seeds := current_setting('e2e_migrations.seeds');
                    states := current_setting('e2e_migrations.states');
                ELSE
            """.formatted(CHANGES);

    /** Completes the history by the data of others, by qualified names, and compares what decides whether it can be restored. */
    private static final String COMPARE = """
                    others := :theirs;
                    IF :own AND EXISTS (:others) THEN
                        RETURN QUERY SELECT 'NEW', '';
                        RETURN;
                    END IF;
                    seed_rows := (%1$s);
                    seed_sequences := (%2$s);
                    seed_shapes := (%3$s);
                    FOR t IN :differing LOOP
                        SELECT string_agg(line.difference, '; ' ORDER BY line.rank) INTO condition
                          FROM (SELECT row_number() OVER () AS rank, l || ' is missing' AS difference
                                  FROM json_array_elements_text(t.shape) l WHERE l <> ALL (t.now)
                                 UNION ALL
                                -- An application may add partitions while it runs.
                                SELECT 1000000 + row_number() OVER (), l || ' is new'
                                  FROM unnest(t.now) l
                                 WHERE l NOT LIKE 'partition %%' AND l <> ALL (ARRAY(SELECT json_array_elements_text(t.shape)))
                               ) line;
                        IF t.now IS NULL THEN
                            condition := 'is missing';
                        ELSIF t.now[1] <> t.shape ->> 0 THEN
                            condition := format('is now a %%s, not a %%s', t.now[1], t.shape ->> 0);
                        ELSIF condition IS NULL AND to_jsonb(ARRAY(
                                SELECT l FROM unnest(t.now) l
                                 WHERE l NOT LIKE 'partition %%' OR l = ANY (ARRAY(SELECT json_array_elements_text(t.shape)))
                            )) <> t.shape::jsonb THEN
                            condition := 'columns are in another order';
                        END IF;
                        IF condition IS NOT NULL THEN
                            RETURN QUERY SELECT 'CHANGED', format('%%s: %%s',
                                CASE (parse_ident(t.name))[1] WHEN (parse_ident(home::regnamespace::text))[1]
                                     THEN (parse_ident(t.name))[2] ELSE t.name END, condition);
                            refused := true;
                        END IF;
                    END LOOP;
            """.formatted(
                    qualified("seed_rows", "tables"),
                    qualified("seed_sequences", "sequences"),
                    qualified("seed_shapes", "shapes"));

    /** Resolves names, and notes all that the following resets of the session need. */
    private static final String RESOLVE = """
                    SELECT coalesce(array_agg(ours.oid), '{}'), coalesce(array_agg(heap.oid), '{}') INTO tables, heaps
                      FROM (SELECT c.oid, c.relkind FROM json_object_keys(seed_rows) key
                              JOIN pg_class c ON c.oid = to_regclass(key) AND c.relkind IN ('r', 'p')) ours
                      CROSS JOIN LATERAL (
                            SELECT ours.oid
                             UNION ALL SELECT relid FROM pg_partition_tree(ours.oid)
                                        WHERE ours.relkind = 'p' AND relid <> ours.oid) heap;
                    FOR t IN SELECT :shown AS name FROM pg_class c
                              WHERE c.relrowsecurity AND row_security_active(c.oid) AND c.oid = ANY (heaps) ORDER BY 1 LOOP
                        RETURN QUERY SELECT 'HIDDEN', format('%I: row security', t.name);
                        refused := true;
                    END LOOP;
                    IF refused THEN
                        RETURN;
                    END IF;
                    RETURN QUERY SELECT 'UNKNOWN', :shown
                                   FROM json_each(seed_rows) seed JOIN pg_class c ON c.oid = to_regclass(seed.key)
                                  WHERE json_typeof(seed.value) = 'null' AND c.relkind IN ('r', 'p');
                    IF FOUND THEN
                        RETURN;
                    END IF;
                    SELECT coalesce(json_object_agg(c.oid, seed.value), '{}') INTO seeds
                      FROM json_each(seed_rows) seed JOIN pg_class c ON c.oid = to_regclass(seed.key)
                     WHERE c.oid = ANY (tables) AND seed.value::text <> '[]';
                    SELECT coalesce(json_object_agg(c.oid, seed.value), '{}') INTO states
                      FROM json_each(seed_sequences) seed JOIN pg_class c ON c.oid = to_regclass(seed.key)
                     WHERE c.relkind = 'S';
                    views := ARRAY(SELECT c.oid FROM json_each(seed_shapes) seed JOIN pg_class c ON c.oid = to_regclass(seed.key)
                                    WHERE c.relkind = 'm' AND json_typeof(seed.value) = 'array');
                    IF keeps THEN
                        PERFORM set_config('e2e_migrations.' || noted.name, noted.value, false)
                           FROM (VALUES ('known', known), ('tables', tables::text), ('heaps', heaps::text),
                                        ('views', views::text), ('seeds', seeds::text), ('states', states::text)) noted (name, value);
                    END IF;
                END IF;
            """;

    static final String KNOWN = NOTED + HISTORY + COMPARE + RESOLVE;

    private KnownDataSql() {}

    /** What both know, by qualified names; what the history knows counts. */
    private static String qualified(String variable, String kind) {
        return """
                SELECT json_object_agg(entry.key, entry.value)
                  FROM (WITH ours AS (SELECT concat(home::regnamespace, '.', quote_ident(o.key)) AS key, o.value
                                        FROM json_each(%1$s) o)
                        SELECT ours.key, ours.value FROM ours
                         UNION ALL
                        SELECT o.key, o.value FROM json_each(others -> '%2$s') o WHERE o.key NOT IN (SELECT ours.key FROM ours)
                       ) entry""".formatted(variable, kind);
    }
}
