package io.e2e.migrations.reset;

import io.e2e.migrations.schema.ObjectKind;
import io.e2e.migrations.schema.SchemaObject;
import io.e2e.migrations.session.HistoryTable;
import io.e2e.migrations.session.Sql;
import java.util.List;
import java.util.stream.Stream;

/**
 * The PL/pgSQL that compares tables with the seed data of the migrations, in anonymous blocks: nothing of ours stays in
 * the schema. A row is recorded as the text of the whole row, {@code (1,one,)}: given the session's settings it is the
 * one form from which every type comes back exactly. JSON would not do, since it has one null for the value and for none.
 * It is bound to the table's columns, which is no loss: whatever changes them is a migration, and is recorded in turn.
 */
final class SeedDataSql {

    /**
     * The seed data as one object of table and rows: of several migrations that mention a table, the last one counts. JSON
     * null means that the seed data is unknown. Tables that were dropped are among them.
     */
    private static final String SEED_ROWS = """
            SELECT json_object_agg(newest.name, newest.rows)
              FROM (SELECT DISTINCT ON (entry.key) entry.key AS name, entry.value AS rows
                      FROM :history h, json_each(h.seed_data -> 'tables') entry
                     WHERE h.seed_data::text <> '{}'
                     ORDER BY entry.key, h.rank DESC) newest""";

    /** The state of the sequences after the migrations: the last value, and whether it was handed out. */
    private static final String SEED_SEQUENCES = """
            SELECT json_object_agg(newest.name, newest.state)
              FROM (SELECT DISTINCT ON (entry.key) entry.key AS name, entry.value AS state
                      FROM :history h, json_each(h.seed_data -> 'sequences') entry
                     WHERE h.seed_data::text <> '{}'
                     ORDER BY entry.key, h.rank DESC) newest
             WHERE to_regclass(format('%s.%I', home::regnamespace, newest.name)) IS NOT NULL""";

    /**
     * Our tables that may differ from their seed data; {@code source} is what to select their rows from. Statistics
     * lag behind a commit, so it is the heaps that tell: a table without seed rows whose files are empty is as it was. One
     * query asks for all of them: a query for each of hundreds costs more than its answer.
     */
    private static final String TABLES = """
            SELECT kept.key AS name, kept.value AS rows, c.oid,
                   CASE c.relkind WHEN 'r' THEN 'ONLY ' ELSE '' END || c.oid::regclass AS source
              FROM json_each(seed_rows) kept
              JOIN pg_class c ON c.relnamespace = home AND c.relname = kept.key AND c.relkind IN ('r', 'p')
             WHERE kept.value::text <> '[]'
                OR CASE c.relkind
                       WHEN 'r' THEN pg_relation_size(c.oid) > 0
                       ELSE EXISTS (SELECT FROM pg_partition_tree(c.oid) WHERE pg_relation_size(relid) > 0) END""";

    /** Whether table {@code t} differs, into {@code differs}: only a heap with pages is asked for a row. */
    private static final String COMPARE = """
            IF json_typeof(t.rows) = 'null' THEN
                differs := true;
            ELSIF t.rows::text <> '[]' THEN
                :read
                differs := found_rows::text <> t.rows::text;
            ELSE
                SELECT string_agg(format('EXISTS (SELECT FROM ONLY %s)', heap.oid::regclass), ' OR ')
                  INTO condition
                  FROM (SELECT t.oid UNION SELECT relid FROM pg_partition_tree(t.oid)) heap (oid)
                 WHERE pg_relation_size(heap.oid) > 0;
                EXECUTE 'SELECT ' || coalesce(condition, 'false') INTO differs;
            END IF;""";

    /** The rows of {@code t.source}, into {@code found_rows}. */
    private static final String READ = """
            EXECUTE format('SELECT coalesce(json_agg(r::text ORDER BY r::text COLLATE "C"), ''[]'') FROM %s r', t.source)
                INTO found_rows;""";

    /** How rows are written, whatever the migration has set. */
    private static final String WRITING = """
            PERFORM set_config('TimeZone', 'UTC', true), set_config('DateStyle', 'ISO, YMD', true),
                set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
                set_config('extra_float_digits', '1', true);""";

    /** Whether a heap of {@code t} has pages. */
    private static final String FILLED = """
            EXISTS (SELECT FROM (SELECT t.oid UNION SELECT relid FROM pg_partition_tree(t.oid)) heap (oid)
                     WHERE pg_relation_size(heap.oid) > 0)""";

    /** The sequences {@code s} that belong to tables {@code c}. */
    private static final String SEQUENCES_OF = """
            FROM pg_depend d
            JOIN pg_class s ON s.oid = d.objid AND s.relkind = 'S' AND s.relnamespace = home
            JOIN pg_class c ON c.oid = d.refobjid AND c.relnamespace = home
            WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass
            AND d.deptype IN ('a', 'i')""";

    /** The state of sequence {@code t.name}, into {@code state}. */
    private static final String STATE = """
            EXECUTE format('SELECT json_build_array(last_value, is_called) FROM %s.%I', home::regnamespace, t.name)
                INTO state;""";

    /** What is written into the history. */
    private static final String FOUND = """
            format('{"tables": {%s}, "sequences": {%s}}',
                array_to_string(tables, ', '), array_to_string(sequences, ', '))""";

    /** Before a migration: which tables hold other rows, how many they hold, and where the sequences stand. */
    static final String LOOK = """
            DO $e2e_migrations$
            DECLARE
                home CONSTANT oid := to_regnamespace(:schema);
                seed_rows CONSTANT json := (:seedRows);
                seed_sequences CONSTANT json := (:seedSequences);
                changed jsonb := '{}';
                sequences jsonb := '{}';
                t record;
                found_rows json;
                differs boolean;
                condition text;
                number bigint;
                state json;
            BEGIN
                FOR t IN :tables LOOP
                    :compare
                    IF differs THEN
                        EXECUTE 'SELECT count(*) FROM ' || t.source INTO number;
                        changed := changed || jsonb_build_object(t.name, number);
                    END IF;
                END LOOP;
                FOR t IN SELECT kept.key AS name FROM json_each(seed_sequences) kept LOOP
                    :state
                    sequences := sequences || jsonb_build_object(t.name, state);
                END LOOP;
                PERFORM set_config('e2e_migrations.before', json_build_object(
                    'changed', changed,
                    'sequences', sequences,
                    'found', (SELECT coalesce(json_agg(relname), '[]') FROM pg_class
                               WHERE relnamespace = home AND relname = ANY (:creates)
                                 AND seed_rows -> relname::text IS NULL))::text, true);
            END $e2e_migrations$""";

    /** After a migration on a used database: its seed data, into the setting. */
    static final String RECORD = """
            DO $e2e_migrations$
            DECLARE
                home CONSTANT oid := to_regnamespace(:schema);
                seed_rows CONSTANT json := (:seedRows);
                seed_sequences CONSTANT json := (:seedSequences);
                before CONSTANT jsonb := nullif(current_setting('e2e_migrations.before', true), '');
                creates CONSTANT text[] := ARRAY(SELECT unnest(:creates)
                    EXCEPT SELECT jsonb_array_elements_text(before -> 'found'));
                -- A table that is dropped may live on under another name, with the rows that others left in it.
                renames CONSTANT boolean := EXISTS (
                    SELECT FROM jsonb_object_keys(before -> 'changed') k WHERE k = ANY (:drops));
                recorded CONSTANT json := (SELECT seed_data FROM :history WHERE file = :file);
                tables text[] := '{}';
                sequences text[] := '{}';
                t record;
                found_rows json;
                number bigint;
                state json;
            BEGIN
                :writing
                FOR t IN
                    SELECT c.relname::text AS name, seed_rows -> c.relname::text AS rows,
                           seed_rows -> c.relname::text IS NULL OR c.relname = ANY (:drops) AS made,
                           c.relname = ANY (:alters) OR c.relname = ANY (creates) AS altered,
                           before -> 'changed' -> c.relname::text AS number,
                           recorded -> 'tables' -> c.relname::text IS NOT NULL AS recorded,
                           CASE c.relkind WHEN 'r' THEN 'ONLY ' ELSE '' END || c.oid::regclass AS source,
                           c.oid
                      FROM pg_class c
                     WHERE c.relnamespace = home AND c.relkind IN ('r', 'p')
                       AND c.relname IN (SELECT unnest(creates) UNION SELECT json_object_keys(seed_rows))
                LOOP
                    IF t.made OR t.number IS NULL THEN
                        found_rows := '[]';
                        IF :filled THEN
                            :read
                            IF t.made AND renames THEN
                                found_rows := 'null';
                            END IF;
                        END IF;
                    ELSE
                        found_rows := t.rows;
                        IF t.altered THEN
                            EXECUTE 'SELECT count(*) FROM ' || t.source INTO number;
                            IF t.rows::text <> '[]' OR number <> t.number::bigint THEN
                                found_rows := 'null';
                            END IF;
                        END IF;
                    END IF;
                    IF t.recorded OR found_rows::text IS DISTINCT FROM t.rows::text THEN
                        tables := tables || (to_json(t.name) || ': ' || found_rows);
                    END IF;
                END LOOP;
                FOR t IN
                    SELECT s.relname::text AS name, seed_sequences -> s.relname::text AS state,
                           before -> 'sequences' -> s.relname::text AS stood,
                           recorded -> 'sequences' -> s.relname::text IS NOT NULL AS recorded
                      :sequencesOf
                       AND c.relname IN (SELECT unnest(creates) UNION SELECT json_object_keys(seed_rows))
                LOOP
                    :state
                    IF t.state IS NOT NULL AND state::jsonb = coalesce(t.stood, t.state::jsonb) THEN
                        state := t.state;
                    END IF;
                    IF t.recorded OR state::text IS DISTINCT FROM t.state::text THEN
                        sequences := sequences || (to_json(t.name) || ': ' || state);
                    END IF;
                END LOOP;
                PERFORM set_config(:setting, :found, true);
            END $e2e_migrations$""";

    /**
     * After all migrations of a run on a fresh database: their seed data. It goes into the row of the last one, and nothing
     * is pending in any row.
     */
    static final String RECORD_ALL = """
            DO $e2e_migrations$
            DECLARE
                home CONSTANT oid := to_regnamespace(:schema);
                creates text[];
                last_rank bigint;
                tables text[] := '{}';
                sequences text[] := '{}';
                t record;
                found_rows json;
                state json;
            BEGIN
                SELECT max(h.rank), array_agg(made.name) INTO last_rank, creates
                  FROM :history h LEFT JOIN json_array_elements_text(h.seed_data -> 'pending') made (name) ON true
                 WHERE :pendingSeedData;
                IF last_rank IS NULL THEN
                    RETURN;
                END IF;
                :writing
                FOR t IN
                    SELECT c.relname::text AS name, c.oid,
                           CASE c.relkind WHEN 'r' THEN 'ONLY ' ELSE '' END || c.oid::regclass AS source
                      FROM pg_class c
                     WHERE c.relnamespace = home AND c.relkind IN ('r', 'p') AND c.relname = ANY (creates)
                LOOP
                    found_rows := '[]';
                    IF :filled THEN
                        :read
                    END IF;
                    tables := tables || (to_json(t.name) || ': ' || found_rows);
                END LOOP;
                FOR t IN
                    SELECT s.relname::text AS name
                      :sequencesOf
                       AND c.relname = ANY (creates)
                LOOP
                    :state
                    sequences := sequences || (to_json(t.name) || ': ' || state);
                END LOOP;
                UPDATE :history h
                   SET seed_data = CASE h.rank WHEN last_rank THEN :found ELSE '{}' END::json
                 WHERE :pendingSeedData;
            END $e2e_migrations$""";

    private SeedDataSql() {}

    /** The names of the tables among what a header lists. */
    static Stream<String> tables(List<SchemaObject> objects) {
        return objects.stream()
                .filter(object -> object.kind() == ObjectKind.TABLE)
                .map(SchemaObject::name);
    }

    /** Completes a block for the schema of this history; without indentation, since it travels with each migration. */
    static String in(HistoryTable history, String block) {
        return block.replace(":seedRows", SEED_ROWS)
                .replace(":seedSequences", SEED_SEQUENCES)
                .replace(":tables", TABLES)
                .replace(":compare", COMPARE)
                .replace(":read", READ)
                .replace(":writing", WRITING)
                .replace(":filled", FILLED)
                .replace(":sequencesOf", SEQUENCES_OF)
                .replace(":state", STATE)
                .replace(":found", FOUND)
                .replaceAll("(?m)^ +", "")
                .replace(":setting", Sql.literal(UsedSeedData.SETTING))
                .replace(":pendingSeedData", HistoryTable.PENDING_SEED_DATA)
                .replace(":current", HistoryTable.CURRENT)
                .replace(":outdated", history.outdatedSql())
                .replace(":format", String.valueOf(HistoryTable.FORMAT))
                .replace(":schema", Sql.literal(Sql.identifier(history.schema())))
                .replace(":historyName", Sql.literal(history.qualifiedName()))
                .replace(":history", history.qualifiedName());
    }
}
