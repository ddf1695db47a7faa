package io.e2e.migrations.reset;

import io.e2e.migrations.session.HistoryTable;
import java.util.List;
import java.util.Map;

/**
 * The function that restores the seed data: it finds out what changed, refuses or restores, and returns its findings.
 * It is a temporary function ({@code pg_temp}), so nothing of ours stays in the database, and PostgreSQL plans it once
 * for all resets of the session.
 *
 * <p>A small table is emptied by DELETE, which takes a hundredth of the time of TRUNCATE if the table has many
 * partitions and indexes, because each of them would get a new file. Only a big table is truncated, with all tables
 * that reference it.
 *
 * <p>Deleting must not fire the application's triggers, which may refuse it or write logs, nor check foreign keys row
 * by row. {@code session_replication_role = replica} disables both; it needs a superuser or, since PostgreSQL 15, a
 * granted right (PostgreSQL manual, "Client Connection Defaults"). Without it, the triggers are disabled one by one,
 * which the owner of a table may do, and foreign keys are checked at the end of the statement that deletes from all
 * tables.
 */
final class ResetSql {

    /** The call; its parameter is the condition that the transaction holds the lock. */
    static final String CALL = "SELECT finding, subject"
            + " FROM pg_temp.e2e_migrations_reset(%s, pg_catalog.current_setting('search_path'))";

    /** The most pages of a small table: with checks of foreign keys, the time of DELETE is quadratic. */
    private static final String MAX_SMALL_PAGES = "CASE WHEN unchecked THEN 1000 ELSE 32 END";

    private static final String HEAD = """
            CREATE OR REPLACE FUNCTION pg_temp.e2e_migrations_reset(locked boolean, found_path pg_catalog.text)
            RETURNS TABLE (finding pg_catalog.text, subject pg_catalog.text)
            LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
            AS $e2e_migrations$
            DECLARE
                home CONSTANT oid := to_regnamespace(:schema);
                unchecked boolean;
                seed_rows json;
                seed_sequences json;
                seed_shapes json;
                changed text[] := '{}';
                big text[];
                touched text[];
                names text[];
                relations oid[];
                switched_off text[] := '{}';
                refused boolean := false;
                t record;
                found_rows json;
                differs boolean;
                condition text;
                state json;
                command text;
                seeding text;
            BEGIN
                IF NOT locked THEN
                    RETURN QUERY SELECT 'LOCKED', '';
                    RETURN;
                END IF;
                IF to_regclass(:historyName) IS NULL THEN
                    RETURN QUERY SELECT CASE WHEN :outdated THEN 'FORMAT' ELSE 'NO_HISTORY' END, '1';
                    RETURN;
                END IF;
                IF (SELECT max(h.format) > :format FROM :history h) THEN
                    RETURN QUERY SELECT 'FORMAT', max(h.format)::text FROM :history h;
                    RETURN;
                END IF;
                IF NOT EXISTS (SELECT FROM :history h WHERE :current) THEN
                    RETURN QUERY SELECT 'NO_HISTORY', '';
                    RETURN;
                END IF;
                RETURN QUERY SELECT 'INTERRUPTED', h.file FROM :history h WHERE h.format = :format AND :current;
                IF FOUND THEN
                    RETURN;
                END IF;
                IF EXISTS (SELECT FROM :history h WHERE :pendingSeedData) THEN
                    RETURN QUERY SELECT 'PENDING', '';
                    RETURN;
                END IF;
            """;

    /** Finds out which tables and sequences are ours, and which of the tables changed. */
    private static final String FIND = """
                seed_rows := (:seedRows);
                seed_sequences := (:seedSequences);
                seed_shapes := (:seedShapes);
                FOR t IN :reshaped LOOP
                    SELECT string_agg(line.difference, '; ' ORDER BY line.rank) INTO condition
                      FROM (SELECT row_number() OVER () AS rank, l || ' is missing' AS difference
                              FROM json_array_elements_text(t.shape) l WHERE l <> ALL (t.now)
                             UNION ALL
                            -- An application may add partitions while it runs.
                            SELECT 1000000 + row_number() OVER (), l || ' is new'
                              FROM unnest(t.now) l
                             WHERE l NOT LIKE 'partition %' AND l <> ALL (ARRAY(SELECT json_array_elements_text(t.shape)))
                           ) line;
                    IF t.now IS NULL THEN
                        condition := 'is missing';
                    ELSIF t.now[1] <> t.shape ->> 0 THEN
                        condition := format('is now a %s, not a %s', t.now[1], t.shape ->> 0);
                    ELSIF condition IS NULL AND to_jsonb(ARRAY(
                            SELECT l FROM unnest(t.now) l
                             WHERE l NOT LIKE 'partition %' OR l = ANY (ARRAY(SELECT json_array_elements_text(t.shape)))
                        )) <> t.shape::jsonb THEN
                        condition := 'columns are in another order';
                    END IF;
                    IF condition IS NOT NULL THEN
                        RETURN QUERY SELECT 'CHANGED', t.name || ': ' || condition;
                        refused := true;
                    END IF;
                END LOOP;
                FOR t IN
                    SELECT c.relname AS name FROM pg_class c
                     WHERE c.relrowsecurity AND row_security_active(c.oid)
                       AND EXISTS (SELECT FROM pg_class r JOIN json_object_keys(seed_rows) k ON r.relname = k
                                    WHERE r.oid = coalesce(pg_partition_root(c.oid), c.oid) AND r.relnamespace = home)
                     ORDER BY 1
                LOOP
                    RETURN QUERY SELECT 'HIDDEN', format('%I: row security', t.name);
                    refused := true;
                END LOOP;
                IF refused THEN
                    RETURN;
                END IF;
                -- Whatever row security would still hide is an error.
                PERFORM set_config('row_security', 'off', true);
                FOR t IN :tables LOOP
                    IF json_typeof(t.rows) = 'null' THEN
                        RETURN QUERY SELECT 'UNKNOWN', t.name;
                        refused := true;
                        CONTINUE;
                    END IF;
                    :compare
                    IF differs THEN
                        changed := changed || t.name;
                    END IF;
                END LOOP;
                IF refused THEN
                    RETURN;
                END IF;
            """;

    /** Finds out which tables to truncate, and which to touch in all. */
    private static final String DECIDE = """
                IF changed <> '{}' THEN
                    -- For this transaction, disables triggers and the checks of foreign keys, if the role has the right to.
                    BEGIN
                        PERFORM set_config('session_replication_role', 'replica', true);
                    EXCEPTION WHEN insufficient_privilege THEN
                        NULL;
                    END;
                    unchecked := current_setting('session_replication_role') = 'replica';
                    SELECT array_agg(kept.name), array_agg(relation.oid) INTO names, relations
                      FROM (SELECT key, c.oid, c.relkind
                              FROM json_object_keys(seed_rows) key
                              JOIN pg_class c ON c.relnamespace = home AND c.relname = key) kept (name, oid, kind)
                      CROSS JOIN LATERAL (
                            SELECT kept.oid
                             UNION ALL SELECT relid FROM pg_partition_tree(kept.oid)
                                        WHERE kept.kind = 'p' AND relid <> kept.oid) relation;
                    big := ARRAY(
                        SELECT ours.name FROM unnest(names, relations) ours (name, relation)
                         WHERE ours.name = ANY (changed)
                         GROUP BY ours.name
                        HAVING sum(pg_relation_size(ours.relation))
                               > :maxSmallPages * current_setting('block_size')::bigint);
                    WITH RECURSIVE ours AS (SELECT * FROM unnest(names, relations) o (name, relation)),
                    reference AS (
                        SELECT DISTINCT target.name AS target, source.name AS source
                          FROM pg_constraint k
                          JOIN ours target ON target.relation = k.confrelid
                          LEFT JOIN ours source ON source.relation = k.conrelid
                         WHERE k.contype = 'f'),
                    dependent (purpose, name) AS (
                        SELECT 'truncate', unnest(big)
                        UNION SELECT 'delete', unnest(changed)
                        UNION SELECT dependent.purpose, reference.source
                                FROM dependent JOIN reference ON reference.target = dependent.name)
                    SELECT coalesce(array_agg(dependent.name) FILTER (WHERE dependent.purpose = 'truncate'), '{}'),
                           array_agg(dependent.name) FILTER (WHERE dependent.purpose = 'delete')
                      INTO big, touched
                      FROM dependent
                     WHERE NOT unchecked OR big <> '{}';
                    IF array_position(big, NULL) IS NOT NULL THEN
                        -- A table that is not ours would have to be truncated too.
                        big := '{}';
                    END IF;
                    touched := ARRAY(
                        SELECT unnest(changed) UNION SELECT unnest(big)
                        -- Unchanged rows that reference rows which are deleted for a moment; other tables are empty.
                        UNION SELECT kept.key FROM json_each(seed_rows) kept
                               WHERE NOT unchecked AND kept.key = ANY (touched) AND kept.value::text <> '[]');
            """;

    /** Refuses if rows of other tables reference ours, because they would lose their targets or be deleted too. */
    private static final String REFUSE = """
                    FOR t IN
                        SELECT k.conrelid::regclass AS name, string_agg(quote_ident(a.attname), ', ') AS key,
                               format('%s%I (%s)', CASE r.relnamespace WHEN home THEN '' ELSE r.relnamespace::regnamespace || '.'
                                   END, r.relname, k.conname) AS shown,
                               CASE WHEN row_security_active(r.oid) THEN 'row security'
                                    WHEN NOT has_schema_privilege(r.relnamespace, 'USAGE')
                                        OR NOT bool_and(has_column_privilege(r.oid, a.attnum, 'SELECT'))
                                    THEN 'no right to read it' END AS hidden_by
                          FROM pg_constraint k
                          JOIN pg_class r ON r.oid = k.conrelid
                          JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = ANY (k.conkey)
                         WHERE k.contype = 'f' AND k.conparentid = 0 AND k.conrelid <> ALL (relations)
                           AND k.confrelid IN (
                               SELECT ours.relation FROM unnest(names, relations) ours (name, relation)
                                WHERE ours.name = ANY (touched))
                         GROUP BY k.oid, r.oid
                         ORDER BY 3
                    LOOP
                        IF t.hidden_by IS NOT NULL THEN
                            RETURN QUERY SELECT 'HIDDEN', t.shown || ': ' || t.hidden_by;
                            refused := true;
                            CONTINUE;
                        END IF;
                        EXECUTE format('SELECT EXISTS (SELECT FROM %s WHERE ROW(%s) IS NOT NULL)', t.name, t.key)
                            INTO differs;
                        IF differs THEN
                            RETURN QUERY SELECT 'REFERENCED', t.shown;
                            refused := true;
                        END IF;
                    END LOOP;
                    IF refused THEN
                        RETURN;
                    END IF;
            """;

    private ResetSql() {}

    /** The statement that a session runs once before the call, for the schema of this history. */
    static List<String> definition(HistoryTable history) {
        String function = HEAD + FIND + DECIDE + REFUSE + RestoreSql.ACT + RestoreSql.REFRESH + RestoreSql.SEQUENCES;
        return List.of(SeedDataSql.in(history, function, Map.of("maxSmallPages", MAX_SMALL_PAGES)));
    }
}
