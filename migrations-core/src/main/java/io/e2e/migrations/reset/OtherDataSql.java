package io.e2e.migrations.reset;

import io.e2e.migrations.config.Sha256;
import io.e2e.migrations.session.HistoryTable;
import io.e2e.migrations.session.Sql;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The function that reads what the tables of others hold, those that the history does not know: as seed data, in the same
 * form, but by qualified names. A temporary function as that of {@link ResetSql}.
 */
final class OtherDataSql {

    /** For a database that is not ours alone. */
    static final Map<String, String> NONE =
            Map.of("own", "false", "theirs", "NULL", "version", "''", "histories", Sql.textArray(List.of()));

    /** The call; its parameters are the condition that the transaction holds the lock, and one that is not used. */
    static final String CALL = "SELECT finding, subject FROM pg_temp.e2e_migrations_record(%s)";

    /** A table with more pages is left as it is: its rows would be read at each reset. */
    private static final int MAX_PAGES = 1000;

    /**
     * The relations of others with data that are not known yet. A schema with a history of its own is reset with it. Those
     * of extensions and of roles that ours is no member of are left alone, as are the histories of other tools, which tell
     * what is there and not what tests wrote.
     */
    static final String RELATIONS = """
            SELECT c.oid, c.relkind, n.nspname || '.' || c.relname AS name,
                   c.relnamespace::regnamespace || '.' || quote_ident(c.relname) AS key,
                   CASE c.relkind WHEN 'r' THEN 'ONLY ' ELSE '' END || c.oid::regclass AS source
              FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE c.relkind IN ('r', 'p', 'S', 'm') AND NOT c.relispartition AND c.relpersistence <> 't'
               AND n.nspname <> ALL (ARRAY['pg_catalog', 'information_schema', 'e2e_migrations'])
               AND CASE WHEN c.relnamespace = home
                        THEN c.relname::text NOT IN (SELECT json_object_keys(seed_rows)
                            UNION ALL SELECT json_object_keys(seed_sequences) UNION ALL SELECT json_object_keys(seed_shapes))
                        ELSE to_regclass(format('e2e_migrations.%I', n.nspname)) IS NULL END
               AND c.relnamespace::regnamespace || '.' || quote_ident(c.relname)
                   NOT IN (SELECT json_object_keys(others -> 'shapes'))
               AND lower(c.relname) <> ALL (:histories)
               AND pg_has_role(c.relowner, 'USAGE')
               AND NOT EXISTS (SELECT FROM pg_depend d
                                WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')""";

    /**
     * Adds what is new to what is known. What is new when tests may have written already counts as empty and may go again,
     * unless another tool has begun its history since.
     */
    private static final String RECORD = """
            CREATE OR REPLACE FUNCTION pg_temp.e2e_migrations_record(locked boolean)
            RETURNS TABLE (finding pg_catalog.text, subject pg_catalog.text)
            LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
            AS $e2e_migrations$
            DECLARE
                home CONSTANT oid := to_regnamespace(:schema);
                others CONSTANT json := :theirs;
                histories CONSTANT oid[] := ARRAY(SELECT oid FROM pg_class WHERE lower(relname) = ANY (:histories) AND relkind = 'r');
                early CONSTANT boolean := :early OR EXISTS (
                    SELECT FROM unnest(histories) h WHERE h::text <> ALL (ARRAY(SELECT json_array_elements_text(others -> 'histories'))));
                left_alone oid[] := histories;
                tables text[] := ARRAY(SELECT to_json(o.key) || ': ' || o.value FROM json_each(others -> 'tables') o);
                sequences text[] := ARRAY(SELECT to_json(o.key) || ': ' || o.value FROM json_each(others -> 'sequences') o);
                shapes text[] := ARRAY(SELECT to_json(o.key) || ': ' || o.value FROM json_each(others -> 'shapes') o);
                migrated boolean;
                seed_rows json;
                seed_sequences json;
                seed_shapes json;
                t record;
                pages bigint;
                hidden boolean;
                found_rows json;
            BEGIN
                IF NOT locked THEN
                    RETURN QUERY SELECT 'LOCKED', '';
                    RETURN;
                END IF;
            %s
                PERFORM set_config('row_security', 'off', true);
                FOR t IN SELECT o.* FROM (:others) o ORDER BY o.relkind = 'S', o.oid LOOP
                    IF t.relkind IN ('r', 'p') THEN
                        SELECT coalesce(sum(pg_relation_size(h.oid)), 0) / current_setting('block_size')::bigint,
                               bool_or(row_security_active(h.oid)) INTO pages, hidden
                          FROM (SELECT t.oid UNION SELECT relid FROM pg_partition_tree(t.oid)) h (oid);
                        IF hidden OR early AND pages > %d THEN
                            left_alone := left_alone || t.oid;
                            RETURN QUERY SELECT 'LEFT', t.name || CASE WHEN hidden THEN ' (row security)'
                                ELSE format(' (%%s MB)', pages * current_setting('block_size')::bigint >> 20) END;
                        ELSE
                            found_rows := '[]';
                            IF early AND pages > 0 THEN
                                EXECUTE format(':rows', t.source) INTO found_rows;
                            END IF;
                            tables := tables || (to_json(t.key) || ': ' || found_rows);
                        END IF;
                    ELSIF t.relkind = 'S' AND NOT EXISTS (
                            SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = t.oid
                                AND d.refclassid = 'pg_class'::regclass AND d.refobjid = ANY (left_alone)) THEN
                        SELECT json_build_array(seqstart, false) INTO found_rows FROM pg_sequence WHERE seqrelid = t.oid;
                        IF early THEN
                            EXECUTE 'SELECT json_build_array(last_value, is_called) FROM ' || t.source INTO found_rows;
                        END IF;
                        sequences := sequences || (to_json(t.key) || ': ' || found_rows);
                    END IF;
                    shapes := shapes || (to_json(t.key) || ': ' || CASE WHEN early THEN (
                        SELECT array_to_json(:shape) FROM pg_class c WHERE c.oid = t.oid) ELSE 'null' END);
                END LOOP;
                RETURN QUERY SELECT 'RECORDED', format('{"histories": %%s, "tables": {%%s}, "sequences": {%%s}, "shapes": {%%s}}',
                    to_json(histories::text[]), array_to_string(tables, ', '), array_to_string(sequences, ', '),
                    array_to_string(shapes, ', '));
            END $e2e_migrations$""".formatted(KnownDataSql.HISTORY, MAX_PAGES);

    private OtherDataSql() {}

    /**
     * The statement that defines the function.
     *
     * @param early whether no test can have written to what is new
     */
    static List<String> definition(HistoryTable history, Map<String, String> values, boolean early) {
        Map<String, String> all = new HashMap<>(values);
        all.put("early", String.valueOf(early));
        return List.of(SeedDataSql.in(history, RECORD, all));
    }

    /**
     * The values that stand for the data of others, in blocks for a database that is ours alone.
     *
     * @param recorded what is known; {@code null} if nothing was recorded yet
     * @param histories the names of the tables in which other tools note what they did
     */
    static Map<String, String> values(@Nullable String recorded, Collection<String> histories) {
        return Map.of(
                "own",
                "true",
                "theirs",
                recorded == null ? "NULL::json" : Sql.literal(recorded) + "::json",
                "version",
                Sql.literal(recorded == null ? "" : Sha256.hex(recorded)),
                "histories",
                Sql.textArray(histories));
    }
}
