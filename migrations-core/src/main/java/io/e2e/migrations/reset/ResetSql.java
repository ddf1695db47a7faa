package io.e2e.migrations.reset;

import io.e2e.migrations.session.HistoryTable;
import java.util.HashMap;
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

    /** The call; its parameters are the condition that the transaction holds the lock, and whether the session is kept. */
    static final String CALL = "SELECT finding, subject"
            + " FROM pg_temp.e2e_migrations_reset(%s, %s, pg_catalog.current_setting('search_path'))";

    /** The most pages of a small table: with checks of foreign keys, the time of DELETE is quadratic. */
    private static final String MAX_SMALL_PAGES = "CASE WHEN unchecked THEN 1000 ELSE 32 END";

    private static final String HEAD = """
            CREATE OR REPLACE FUNCTION pg_temp.e2e_migrations_reset(locked boolean, keeps boolean, found_path pg_catalog.text)
            RETURNS TABLE (finding pg_catalog.text, subject pg_catalog.text)
            LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
            AS $e2e_migrations$
            DECLARE
                home CONSTANT oid := to_regnamespace(:schema);
                known text;
                -- Each table once for each of its heaps: itself, and its partitions.
                tables oid[];
                heaps oid[];
                views oid[];
                -- By OID: the rows of the tables that have any, and the states of sequences.
                seeds json;
                states json;
                unchecked boolean;
                changed oid[];
                big oid[];
                touched oid[];
                switched_off text[] := '{}';
                refused boolean := false;
                t record;
                differs boolean;
                condition text;
                command text;
                seeding text;
                seed_rows json;
                seed_sequences json;
                seed_shapes json;
                others json;
                migrated boolean;
            BEGIN
                IF NOT locked THEN
                    RETURN QUERY SELECT 'LOCKED', '';
                    RETURN;
                END IF;
            """;

    /** Finds out which tables differ from their seed data. Reads rows only from heaps with pages. */
    private static final String FIND = """
                -- Whatever row security would still hide is an error.
                PERFORM set_config('row_security', 'off', true);
                SELECT string_agg(question.sql, ' UNION ALL ') INTO command
                  FROM (SELECT format('SELECT %s WHERE EXISTS (SELECT FROM ONLY %s)', f.relation, f.heap::regclass) AS sql
                          FROM unnest(tables, heaps) f (relation, heap)
                          LEFT JOIN json_object_keys(seeds) seed ON seed = f.relation::text
                         WHERE seed IS NULL AND pg_relation_size(f.heap) > 0
                         UNION ALL
                        SELECT format('SELECT %s WHERE %L <> (:rows)::text', c.oid, seed.value,
                                   CASE c.relkind WHEN 'r' THEN 'ONLY ' ELSE '' END || c.oid::regclass)
                          FROM json_each(seeds) seed JOIN pg_class c ON c.oid = seed.key::oid) question;
                IF command IS NOT NULL THEN
                    EXECUTE 'SELECT array_agg(DISTINCT found.oid::oid) FROM (' || command || ') found (oid)' INTO changed;
                END IF;
                changed := coalesce(changed, '{}');
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
                    big := ARRAY(
                        SELECT f.relation FROM unnest(tables, heaps) f (relation, heap)
                         WHERE f.relation = ANY (changed)
                         GROUP BY f.relation
                        HAVING sum(pg_relation_size(f.heap)) > :maxSmallPages * current_setting('block_size')::bigint);
                    touched := changed;
                    IF NOT unchecked OR big <> '{}' THEN
                        WITH RECURSIVE ours AS (SELECT * FROM unnest(tables, heaps) f (relation, heap)),
                        reference AS (
                            SELECT DISTINCT target.relation AS target, source.relation AS source
                              FROM pg_constraint k
                              JOIN ours target ON target.heap = k.confrelid
                              LEFT JOIN ours source ON source.heap = k.conrelid
                             WHERE k.contype = 'f'),
                        dependent (purpose, relation) AS (
                            SELECT 'truncate', unnest(big)
                            UNION SELECT 'delete', unnest(changed)
                            UNION SELECT dependent.purpose, reference.source
                                    FROM dependent JOIN reference ON reference.target = dependent.relation)
                        SELECT coalesce(array_agg(dependent.relation) FILTER (WHERE dependent.purpose = 'truncate'), '{}'),
                               array_agg(dependent.relation) FILTER (WHERE dependent.purpose = 'delete')
                          INTO big, touched
                          FROM dependent;
                        IF array_position(big, NULL) IS NOT NULL THEN
                            -- A table that is not ours would have to be truncated too.
                            big := '{}';
                        END IF;
                        touched := ARRAY(
                            SELECT unnest(changed) UNION SELECT unnest(big)
                            -- Unchanged rows that reference rows which are deleted for a moment; other tables are empty.
                            UNION SELECT seed::oid FROM json_object_keys(seeds) seed
                                   WHERE NOT unchecked AND seed::oid = ANY (touched));
                    END IF;
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
                         WHERE k.contype = 'f' AND k.conparentid = 0 AND k.conrelid <> ALL (heaps)
                           AND k.confrelid IN (
                               SELECT f.heap FROM unnest(tables, heaps) f (relation, heap) WHERE f.relation = ANY (touched))
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

    /** The statement that a session runs once before the call, for the tables that the history knows. */
    static List<String> definition(HistoryTable history) {
        return definition(history, OtherDataSql.NONE);
    }

    /** The statement that a session runs once before the call, for these tables and for those that the history knows. */
    static List<String> definition(HistoryTable history, Map<String, String> others) {
        String function = HEAD
                + KnownDataSql.KNOWN
                + FIND
                + DECIDE
                + REFUSE
                + RestoreSql.ACT
                + RestoreSql.REFRESH
                + RestoreSql.END;
        Map<String, String> values = new HashMap<>(others);
        values.put("maxSmallPages", MAX_SMALL_PAGES);
        return List.of(SeedDataSql.in(history, function, values));
    }
}
