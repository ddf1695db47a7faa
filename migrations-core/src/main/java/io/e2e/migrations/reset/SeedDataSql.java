package io.e2e.migrations.reset;

import io.e2e.migrations.schema.ObjectKind;
import io.e2e.migrations.schema.SchemaObject;
import io.e2e.migrations.session.DatabaseSession;
import io.e2e.migrations.session.HistoryTable;
import io.e2e.migrations.session.Sql;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The PL/pgSQL that compares tables with the seed data of the migrations, in anonymous blocks, so that nothing of ours
 * stays in the schema. The blocks run with a search path of {@code pg_catalog, pg_temp}, and statements that read tables
 * of users contain no name that a column can hide, so that no name and no overload of a user is taken for one of
 * PostgreSQL's. Types of variables are qualified, because a block is compiled before it sets the path. A row is recorded as the text of the whole row, {@code (1,one,)}, from which every type can be
 * restored exactly with the same settings of the session. JSON cannot, because a JSON null and an SQL null are the same
 * there. The text depends on the table's columns, but a migration that changes them is recorded in turn.
 */
final class SeedDataSql {

    /** Reads the names of the sequences that no table owns, before a migration that creates a sequence. */
    static final String SEQUENCES_BEFORE = """
            DO $e2e_migrations$
            :begin
                PERFORM set_config(:before, (SELECT json_build_object('free', coalesce(json_agg(f.name), '[]')) FROM (:freeSequences) f)::text, true);
            :end $e2e_migrations$""";

    /** The names of the sequences that a migration created and that no table owns, as an expression. */
    static final String SEQUENCES_CREATED = """
            ARRAY(SELECT f.name FROM (:freeSequences) f
                   WHERE f.name <> ALL (ARRAY(SELECT json_array_elements_text(current_setting(:before)::json -> 'free'))))""";

    /** Before a migration: reads which tables differ, their number of rows, and the state of the sequences. */
    static final String READ_BEFORE = """
            DO $e2e_migrations$
            :begin
            DECLARE
                home CONSTANT pg_catalog.oid := to_regnamespace(:schema);
                seed_rows CONSTANT pg_catalog.json := (:seedRows);
                seed_sequences CONSTANT pg_catalog.json := (:seedSequences);
                seed_shapes CONSTANT pg_catalog.json := (:seedShapes);
                changed pg_catalog.jsonb := '{}';
                sequences pg_catalog.jsonb := '{}';
                t pg_catalog.record;
                found_rows pg_catalog.json;
                differs boolean;
                condition pg_catalog.text;
                row_count bigint;
                state pg_catalog.json;
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
                    'free', (SELECT coalesce(json_agg(f.name), '[]') FROM (:freeSequences) f),
                    'reshaped', (SELECT coalesce(json_agg(r.name), '[]') FROM (:reshaped) r),
                    'found', (SELECT coalesce(json_agg(relname), '[]') FROM pg_class
                               WHERE relnamespace = home AND relname = ANY (:creates)
                                 AND seed_rows -> relname::text IS NULL))::text, true);
            END;
            :end $e2e_migrations$""";

    /** After a migration on a used database: reads its seed data into the setting. */
    static final String READ_AFTER = """
            DO $e2e_migrations$
            :begin
            DECLARE
                home CONSTANT pg_catalog.oid := to_regnamespace(:schema);
                seed_rows CONSTANT pg_catalog.json := (:seedRows);
                seed_sequences CONSTANT pg_catalog.json := (:seedSequences);
                seed_shapes CONSTANT pg_catalog.json := (:seedShapes);
                before CONSTANT pg_catalog.jsonb := nullif(current_setting(:before, true), '');
                creates CONSTANT pg_catalog.text[] := ARRAY(SELECT unnest(:creates)
                    EXCEPT SELECT jsonb_array_elements_text(before -> 'found')
                    UNION (SELECT f.name FROM (:freeSequences) f
                            EXCEPT SELECT jsonb_array_elements_text(before -> 'free')));
                ours pg_catalog.text[] := creates || ARRAY(
                    SELECT json_object_keys(seed_rows) UNION SELECT json_object_keys(seed_sequences));
                -- A dropped table may have been renamed, with rows of tests in it.
                renames CONSTANT boolean := EXISTS (
                    SELECT FROM jsonb_object_keys(before -> 'changed') k WHERE k = ANY (:drops));
                recorded CONSTANT pg_catalog.json := (SELECT seed_data FROM :history WHERE file = :file);
                tables pg_catalog.text[] := '{}';
                sequences pg_catalog.text[] := '{}';
                shapes pg_catalog.text[];
                t pg_catalog.record;
                found_rows pg_catalog.json;
                row_count bigint;
                state pg_catalog.json;
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
                    ours := ours || t.name;
                    IF t.recorded OR state::text IS DISTINCT FROM t.state::text THEN
                        sequences := sequences || (to_json(t.name) || ': ' || state);
                    END IF;
                END LOOP;
                -- A structure that a test changed stays recorded as it was, unless this migration makes it anew.
                shapes := ARRAY(
                    SELECT to_json(known.name) || ': ' || known.shape
                      FROM (SELECT n.name,
                                   CASE WHEN before -> 'reshaped' ? n.name AND n.name <> ALL (creates || :drops)
                                        THEN seed_shapes ->> n.name
                                        ELSE coalesce(array_to_json(:shape)::text, 'null') END AS shape
                              FROM (SELECT unnest(ours) AS name UNION SELECT json_object_keys(seed_shapes)) n
                              LEFT JOIN pg_class c ON c.relnamespace = home AND c.relname = n.name
                                                  AND c.relkind IN ('r', 'p', 'S', 'm') OFFSET 0) known
                     WHERE recorded -> 'shapes' -> known.name IS NOT NULL
                        OR known.shape <> coalesce((seed_shapes -> known.name)::text, 'null'));
                PERFORM set_config(:setting, :recorded, true);
            END;
            :end $e2e_migrations$""";

    /**
     * After all migrations of a run on a fresh database: records their seed data in the row of the last one, so that
     * none is pending.
     */
    static final String RECORD_ALL = """
            DO $e2e_migrations$
            :begin
            DECLARE
                home CONSTANT pg_catalog.oid := to_regnamespace(:schema);
                ours pg_catalog.text[];
                last_rank bigint;
                tables pg_catalog.text[] := '{}';
                sequences pg_catalog.text[] := '{}';
                shapes pg_catalog.text[];
                t pg_catalog.record;
                found_rows pg_catalog.json;
                state pg_catalog.json;
            BEGIN
                SELECT max(h.rank), array_agg(made.name) INTO last_rank, ours
                  FROM :history h LEFT JOIN json_array_elements_text(h.seed_data -> 'pending') made (name) ON true
                 WHERE :pendingSeedData;
                IF last_rank IS NOT NULL THEN
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
                    ours := ours || t.name;
                END LOOP;
                SELECT array_agg(to_json(c.relname) || ': ' || array_to_json(:shape)) INTO shapes
                  FROM pg_class c
                 WHERE c.relnamespace = home AND c.relkind IN ('r', 'p', 'S', 'm') AND c.relname = ANY (ours);
                UPDATE :history h
                   SET seed_data = CASE h.rank WHEN last_rank THEN :recorded ELSE '{}' END::json
                 WHERE :pendingSeedData;
                END IF;
            END;
            :end $e2e_migrations$""";

    private static final Pattern VALUE = Pattern.compile("(?<!:):([a-zA-Z]+)");

    private SeedDataSql() {}

    /** The names of the tables, sequences and views among these objects; of views, only materialized ones have data. */
    static Stream<String> names(List<SchemaObject> objects) {
        return objects.stream()
                .filter(object -> object.kind() == ObjectKind.TABLE
                        || object.kind() == ObjectKind.SEQUENCE
                        || object.kind() == ObjectKind.VIEW)
                .map(SchemaObject::name);
    }

    /** The names of the tables, sequences and views among these objects, as an SQL array. */
    static String nameArray(List<SchemaObject> objects) {
        return Sql.textArray(names(objects).toList());
    }

    /** Completes a block for the schema of this history. */
    static String in(HistoryTable history, String block) {
        return in(history, block, Map.of());
    }

    /**
     * Completes a block for the schema of this history. Removes indentation, because a block is sent with each
     * migration. Values are inserted in one pass, and the quotes of the block are others than any in a value, because a
     * name may contain whatever the block does.
     *
     * @param more values for {@code :name}, as SQL
     */
    static String in(HistoryTable history, String block, Map<String, String> more) {
        String text = SeedDataFragments.insertInto(block);
        Map<String, String> values = new HashMap<>(more);
        values.put("before", Sql.literal(DatabaseSession.KEPT_SETTING));
        values.put("setting", Sql.literal(UsedSeedData.SETTING));
        values.put("pendingSeedData", HistoryTable.PENDING_SEED_DATA);
        values.put("current", HistoryTable.CURRENT);
        values.put("outdated", history.outdatedSql());
        values.put("format", String.valueOf(HistoryTable.STARTED));
        values.put("schema", Sql.literal(Sql.identifier(history.schema())));
        values.put("historyName", Sql.literal(history.qualifiedName()));
        values.put("history", history.qualifiedName());
        String quote = Sql.dollarQuote(String.join("", values.values()));
        return VALUE.matcher(text.replace("$e2e_migrations$", quote).replaceAll("(?m)^ +", ""))
                .replaceAll(found -> Matcher.quoteReplacement(values.getOrDefault(found.group(1), found.group())));
    }
}
