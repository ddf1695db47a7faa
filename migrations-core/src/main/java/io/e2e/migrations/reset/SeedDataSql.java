package io.e2e.migrations.reset;

import io.e2e.migrations.schema.ObjectKind;
import io.e2e.migrations.schema.SchemaObject;
import io.e2e.migrations.session.DatabaseSession;
import io.e2e.migrations.session.HistoryTable;
import io.e2e.migrations.session.Sql;
import java.util.List;
import java.util.stream.Stream;

/**
 * The PL/pgSQL that compares tables with the seed data of the migrations, in anonymous blocks, so that nothing of ours
 * stays in the schema. A row is recorded as the text of the whole row, {@code (1,one,)}, from which every type can be
 * restored exactly with the same settings of the session. JSON cannot, because a JSON null and an SQL null are the same
 * there. The text depends on the table's columns, but a migration that changes them is recorded in turn.
 */
final class SeedDataSql {

    /** The seed data by name. If several migrations recorded a name, the last one counts. */
    private static final String NEWEST = """
            SELECT json_object_agg(newest.name, newest.value)
              FROM (SELECT DISTINCT ON (entry.key) entry.key AS name, entry.value
                      FROM :history h, json_each(h.seed_data -> '%s') entry
                     WHERE h.seed_data::text <> '{}'
                     ORDER BY entry.key, h.rank DESC) newest""";

    /** The rows of the tables, including dropped ones. JSON null means that the seed data of a table is unknown. */
    private static final String SEED_ROWS = NEWEST.formatted("tables");

    /** The state of the sequences after the migrations: the last value, and whether nextval returned it. */
    private static final String SEED_SEQUENCES = NEWEST.formatted("sequences")
            + "\n WHERE EXISTS (SELECT FROM pg_class s"
            + " WHERE s.relnamespace = home AND s.relname = newest.name AND s.relkind = 'S')";

    /**
     * Our tables that may differ from their seed data; {@code source} is what to select their rows from. A table
     * without seed rows is unchanged if its files are empty; statistics are not used, because they lag behind. One
     * query for all tables, because a query for each of hundreds takes longer.
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

    /** Reads whether table {@code t} differs into {@code differs}. Reads rows only from heaps with pages. */
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

    /** Reads the rows of {@code t.source} into {@code found_rows}. A table may have a column {@code r}, which is not {@code r.*}. */
    private static final String READ = """
            EXECUTE format('SELECT coalesce(json_agg((r.*)::text ORDER BY (r.*)::text COLLATE "C"), ''[]'') FROM %s r', t.source)
                INTO found_rows;""";

    /** Whether a heap of {@code t} has pages. */
    private static final String HAS_PAGES = """
            EXISTS (SELECT FROM (SELECT t.oid UNION SELECT relid FROM pg_partition_tree(t.oid)) heap (oid)
                     WHERE pg_relation_size(heap.oid) > 0)""";

    /** The sequences {@code s} that are {@code ours}, that belong to our tables, or that defaults of these use. */
    private static final String SEQUENCES_OF = """
            FROM pg_class s
            WHERE s.relkind = 'S' AND s.relnamespace = home
            AND (s.relname = ANY (ours)
                OR EXISTS (SELECT FROM pg_depend d JOIN pg_class c ON c.oid = d.refobjid
                            WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass
                              AND d.objid = s.oid AND d.deptype IN ('a', 'i')
                              AND c.relnamespace = home AND c.relname = ANY (ours))
                OR EXISTS (SELECT FROM pg_depend d JOIN pg_attrdef a ON a.oid = d.objid
                             JOIN pg_class c ON c.oid = a.adrelid
                            WHERE d.classid = 'pg_attrdef'::regclass AND d.refclassid = 'pg_class'::regclass
                              AND d.refobjid = s.oid AND c.relnamespace = home AND c.relname = ANY (ours)))""";

    /** Reads the state of sequence {@code t.name} into {@code state}. */
    private static final String STATE = """
            EXECUTE format('SELECT json_build_array(last_value, is_called) FROM %s.%I', home::regnamespace, t.name)
                INTO state;""";

    /** The recorded seed data, as it is written into the history. */
    private static final String RECORDED = """
            format('{"tables": {%s}, "sequences": {%s}}',
                array_to_string(tables, ', '), array_to_string(sequences, ', '))""";

    /** Before a migration: reads which tables differ, their number of rows, and the state of the sequences. */
    static final String READ_BEFORE = """
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
                row_count bigint;
                state json;
            BEGIN
                FOR t IN :tables LOOP
                    :compare
                    IF differs THEN
                        EXECUTE 'SELECT count(*) FROM ' || t.source INTO row_count;
                        changed := changed || jsonb_build_object(t.name, row_count);
                    END IF;
                END LOOP;
                FOR t IN SELECT kept.key AS name FROM json_each(seed_sequences) kept LOOP
                    :state
                    sequences := sequences || jsonb_build_object(t.name, state);
                END LOOP;
                PERFORM set_config(:before, json_build_object(
                    'changed', changed,
                    'sequences', sequences,
                    'found', (SELECT coalesce(json_agg(relname), '[]') FROM pg_class
                               WHERE relnamespace = home AND relname = ANY (:creates)
                                 AND seed_rows -> relname::text IS NULL))::text, true);
            END $e2e_migrations$""";

    /** After a migration on a used database: reads its seed data into the setting. */
    static final String READ_AFTER = """
            DO $e2e_migrations$
            DECLARE
                home CONSTANT oid := to_regnamespace(:schema);
                seed_rows CONSTANT json := (:seedRows);
                seed_sequences CONSTANT json := (:seedSequences);
                before CONSTANT jsonb := nullif(current_setting(:before, true), '');
                creates CONSTANT text[] := ARRAY(SELECT unnest(:creates)
                    EXCEPT SELECT jsonb_array_elements_text(before -> 'found'));
                ours CONSTANT text[] := creates || ARRAY(
                    SELECT json_object_keys(seed_rows) UNION SELECT json_object_keys(seed_sequences));
                -- A dropped table may have been renamed, with rows of tests in it.
                renames CONSTANT boolean := EXISTS (
                    SELECT FROM jsonb_object_keys(before -> 'changed') k WHERE k = ANY (:drops));
                recorded CONSTANT json := (SELECT seed_data FROM :history WHERE file = :file);
                tables text[] := '{}';
                sequences text[] := '{}';
                t record;
                found_rows json;
                row_count bigint;
                state json;
            BEGIN
                FOR t IN
                    SELECT c.relname::text AS name, seed_rows -> c.relname::text AS rows,
                           seed_rows -> c.relname::text IS NULL OR c.relname = ANY (:drops) AS made,
                           c.relname = ANY (:alters) OR c.relname = ANY (creates) AS altered,
                           before -> 'changed' -> c.relname::text AS row_count,
                           recorded -> 'tables' -> c.relname::text IS NOT NULL AS recorded,
                           CASE c.relkind WHEN 'r' THEN 'ONLY ' ELSE '' END || c.oid::regclass AS source,
                           c.oid
                      FROM pg_class c
                     WHERE c.relnamespace = home AND c.relkind IN ('r', 'p')
                       AND c.relname IN (SELECT unnest(creates) UNION SELECT json_object_keys(seed_rows))
                LOOP
                    IF t.made OR t.row_count IS NULL THEN
                        found_rows := '[]';
                        IF :hasPages THEN
                            :read
                            IF t.made AND renames THEN
                                found_rows := 'null';
                            END IF;
                        END IF;
                    ELSE
                        found_rows := t.rows;
                        IF t.altered THEN
                            EXECUTE 'SELECT count(*) FROM ' || t.source INTO row_count;
                            IF t.rows::text <> '[]' OR row_count <> t.row_count::bigint THEN
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
                           before -> 'sequences' -> s.relname::text AS state_before,
                           recorded -> 'sequences' -> s.relname::text IS NOT NULL AS recorded
                      :sequencesOf
                LOOP
                    :state
                    IF t.state IS NOT NULL AND state::jsonb = coalesce(t.state_before, t.state::jsonb) THEN
                        state := t.state;
                    END IF;
                    IF t.recorded OR state::text IS DISTINCT FROM t.state::text THEN
                        sequences := sequences || (to_json(t.name) || ': ' || state);
                    END IF;
                END LOOP;
                PERFORM set_config(:setting, :recorded, true);
            END $e2e_migrations$""";

    /**
     * After all migrations of a run on a fresh database: records their seed data in the row of the last one, so that
     * none is pending.
     */
    static final String RECORD_ALL = """
            DO $e2e_migrations$
            DECLARE
                home CONSTANT oid := to_regnamespace(:schema);
                ours text[];
                last_rank bigint;
                tables text[] := '{}';
                sequences text[] := '{}';
                t record;
                found_rows json;
                state json;
            BEGIN
                SELECT max(h.rank), array_agg(made.name) INTO last_rank, ours
                  FROM :history h LEFT JOIN json_array_elements_text(h.seed_data -> 'pending') made (name) ON true
                 WHERE :pendingSeedData;
                IF last_rank IS NULL THEN
                    RETURN;
                END IF;
                FOR t IN
                    SELECT c.relname::text AS name, c.oid,
                           CASE c.relkind WHEN 'r' THEN 'ONLY ' ELSE '' END || c.oid::regclass AS source
                      FROM pg_class c
                     WHERE c.relnamespace = home AND c.relkind IN ('r', 'p') AND c.relname = ANY (ours)
                LOOP
                    found_rows := '[]';
                    IF :hasPages THEN
                        :read
                    END IF;
                    tables := tables || (to_json(t.name) || ': ' || found_rows);
                END LOOP;
                FOR t IN
                    SELECT s.relname::text AS name
                      :sequencesOf
                LOOP
                    :state
                    sequences := sequences || (to_json(t.name) || ': ' || state);
                END LOOP;
                UPDATE :history h
                   SET seed_data = CASE h.rank WHEN last_rank THEN :recorded ELSE '{}' END::json
                 WHERE :pendingSeedData;
            END $e2e_migrations$""";

    private SeedDataSql() {}

    /** The names of the tables and sequences among these objects. */
    static Stream<String> names(List<SchemaObject> objects) {
        return objects.stream()
                .filter(object -> object.kind() == ObjectKind.TABLE || object.kind() == ObjectKind.SEQUENCE)
                .map(SchemaObject::name);
    }

    /** The names of the tables and sequences among these objects, as an SQL array. */
    static String nameArray(List<SchemaObject> objects) {
        return Sql.textArray(names(objects).toList());
    }

    /** Completes a block for a migration, except for the names of its objects. */
    static String of(HistoryTable history, String block, String file) {
        return in(history, block).replace(":file", Sql.literal(file));
    }

    /**
     * Completes a block for the schema of this history. Removes indentation, because a block is sent with each
     * migration.
     */
    static String in(HistoryTable history, String block) {
        return block.replace(":seedRows", SEED_ROWS)
                .replace(":seedSequences", SEED_SEQUENCES)
                .replace(":tables", TABLES)
                .replace(":compare", COMPARE)
                .replace(":read", READ)
                .replace(":hasPages", HAS_PAGES)
                .replace(":sequencesOf", SEQUENCES_OF)
                .replace(":state", STATE)
                .replace(":recorded", RECORDED)
                .replaceAll("(?m)^ +", "")
                .replace(":before", Sql.literal(DatabaseSession.KEPT_SETTING))
                .replace(":setting", Sql.literal(UsedSeedData.SETTING))
                .replace(":pendingSeedData", HistoryTable.PENDING_SEED_DATA)
                .replace(":current", HistoryTable.CURRENT)
                .replace(":outdated", history.outdatedSql())
                .replace(":format", String.valueOf(HistoryTable.STARTED))
                .replace(":schema", Sql.literal(Sql.identifier(history.schema())))
                .replace(":historyName", Sql.literal(history.qualifiedName()))
                .replace(":history", history.qualifiedName());
    }
}
