package io.e2e.migrations.reset;

import io.e2e.migrations.session.HistoryTable;
import java.util.List;

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
    static final String CALL = "SELECT finding, subject FROM pg_temp.e2e_migrations_reset(%s)";

    /** Disables triggers and the checks of foreign keys, if the role has the right to. */
    private static final String UNCHECKED = """
            DO $e2e_migrations$ BEGIN
                PERFORM set_config('session_replication_role', 'replica', false);
            EXCEPTION WHEN insufficient_privilege THEN
                NULL;
            END $e2e_migrations$""";

    /** The most pages of a small table: with checks of foreign keys, the time of DELETE is quadratic. */
    private static final String MAX_SMALL_PAGES = "CASE WHEN unchecked THEN 1000 ELSE 32 END";

    private static final String HEAD = """
            CREATE OR REPLACE FUNCTION pg_temp.e2e_migrations_reset(locked boolean)
            RETURNS TABLE (finding text, subject text)
            LANGUAGE plpgsql
            AS $e2e_migrations$
            DECLARE
                home CONSTANT oid := to_regnamespace(:schema);
                unchecked CONSTANT boolean := current_setting('session_replication_role') = 'replica';
                seed_rows json;
                seed_sequences json;
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
                IF EXISTS (SELECT FROM :history h WHERE :pendingSeedData) THEN
                    RETURN QUERY SELECT 'PENDING', '';
                    RETURN;
                END IF;
            """;

    /** Finds out which tables and sequences are ours, and which of the tables changed. */
    private static final String FIND = """
                seed_rows := (:seedRows);
                seed_sequences := (:seedSequences);
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
                        SELECT k.conrelid::regclass AS name, k.conname, string_agg(quote_ident(a.attname), ', ') AS key
                          FROM pg_constraint k
                          JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = ANY (k.conkey)
                         WHERE k.contype = 'f' AND k.conparentid = 0 AND k.conrelid <> ALL (relations)
                           AND k.confrelid IN (
                               SELECT ours.relation FROM unnest(names, relations) ours (name, relation)
                                WHERE ours.name = ANY (touched))
                         GROUP BY k.oid, k.conrelid, k.conname
                         ORDER BY 1, 2
                    LOOP
                        EXECUTE format('SELECT EXISTS (SELECT FROM %s WHERE ROW(%s) IS NOT NULL)', t.name, t.key)
                            INTO differs;
                        IF differs THEN
                            RETURN QUERY SELECT 'REFERENCED', format('%s (%s)', t.name, t.conname);
                            refused := true;
                        END IF;
                    END LOOP;
                    IF refused THEN
                        RETURN;
                    END IF;
            """;

    /** Deletes from all tables in one statement and inserts in one, because tables may reference each other. */
    private static final String ACT = """
                    IF NOT unchecked THEN
                        SET CONSTRAINTS ALL IMMEDIATE;
                    END IF;
                    FOR t IN
                        SELECT g.tgrelid::regclass AS name, g.tgname,
                               CASE g.tgenabled WHEN 'A' THEN 'ALWAYS' WHEN 'R' THEN 'REPLICA' ELSE '' END AS mode
                          FROM pg_trigger g
                          JOIN unnest(names, relations) ours (name, relation) ON ours.relation = g.tgrelid
                         WHERE ours.name = ANY (touched) AND NOT g.tgisinternal AND g.tgparentid = 0
                           AND g.tgenabled IN ('A', CASE WHEN unchecked THEN 'R' ELSE 'O' END)
                           -- Those on INSERT, DELETE and TRUNCATE (PostgreSQL source, pg_trigger.h).
                           AND g.tgtype & CASE seed_rows ->> ours.name WHEN '[]' THEN 8 | 32 ELSE 4 | 8 | 32 END <> 0
                    LOOP
                        EXECUTE format('ALTER TABLE %s DISABLE TRIGGER %I', t.name, t.tgname);
                        switched_off := switched_off
                            || format('ALTER TABLE %s ENABLE %s TRIGGER %I', t.name, t.mode, t.tgname);
                    END LOOP;
                    IF big <> '{}' THEN
                        EXECUTE 'TRUNCATE ' || (
                            SELECT string_agg(format('%s.%I', home::regnamespace, b.name), ', ') FROM unnest(big) b (name));
                    END IF;
                    SELECT 'WITH ' || string_agg(
                               format('d%s AS (DELETE FROM ONLY %s)', ours.relation, ours.relation::regclass), ', ')
                           || ' SELECT'
                      INTO command
                      -- Without OFFSET the size of every table would be asked.
                      FROM (SELECT o.relation FROM unnest(names, relations) o (name, relation)
                             WHERE o.name = ANY (touched) AND o.name <> ALL (big) OFFSET 0) ours
                     WHERE pg_relation_size(ours.relation) > 0;
                    IF command IS NOT NULL THEN
                        EXECUTE command;
                    END IF;
                    SELECT 'WITH ' || string_agg(
                               format('i%s AS (INSERT INTO %s (%s) OVERRIDING SYSTEM VALUE SELECT %s FROM'
                                   -- Without OFFSET the text would be read once for each column.
                                   ' (SELECT v::%s AS r FROM json_array_elements_text($1 -> %L) v OFFSET 0) seed_row)',
                                   r.oid, r.oid::regclass, columns.list, columns.values, r.oid::regclass, r.name), ', ')
                           || ' SELECT'
                      INTO command
                      FROM (SELECT to_regclass(format('%s.%I', home::regnamespace, kept.key))::oid AS oid, kept.key AS name
                              FROM json_each(seed_rows) kept
                             WHERE kept.key = ANY (touched) AND kept.value::text <> '[]') r
                      CROSS JOIN LATERAL (
                            SELECT string_agg(quote_ident(a.attname), ', ') AS list,
                                   string_agg(format('(seed_row.r).%I', a.attname), ', ') AS values
                              FROM pg_attribute a
                             WHERE a.attrelid = r.oid AND a.attnum > 0
                               AND NOT a.attisdropped AND a.attgenerated = '') columns;
                    IF command IS NOT NULL THEN
                        EXECUTE command USING seed_rows;
                    END IF;
                    FOREACH command IN ARRAY switched_off LOOP
                        EXECUTE command;
                    END LOOP;
                END IF;
            """;

    /** Restores sequences last, because setting them is not rolled back. */
    private static final String SEQUENCES = """
                RETURN QUERY SELECT 'TABLE', c.name FROM unnest(changed) c (name) ORDER BY c.name;
                FOR t IN SELECT kept.key AS name, kept.value AS state FROM json_each(seed_sequences) kept ORDER BY 1 LOOP
                    :state
                    IF state::text <> t.state::text THEN
                        PERFORM setval(format('%s.%I', home::regnamespace, t.name)::regclass,
                            (t.state ->> 0)::bigint, (t.state ->> 1)::boolean);
                        RETURN QUERY SELECT 'SEQUENCE', t.name;
                    END IF;
                END LOOP;
            END $e2e_migrations$""";

    private ResetSql() {}

    /** The statements that a session runs once before the call, for the schema of this history. */
    static List<String> definition(HistoryTable history) {
        String function = (HEAD + FIND + DECIDE + REFUSE + ACT + SEQUENCES).replace(":maxSmallPages", MAX_SMALL_PAGES);
        return List.of(UNCHECKED, SeedDataSql.in(history, function));
    }
}
