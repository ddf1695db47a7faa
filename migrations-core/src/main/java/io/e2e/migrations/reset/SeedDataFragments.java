package io.e2e.migrations.reset;

import java.util.List;
import java.util.Map;

/** The SQL that the blocks of {@link SeedDataSql} and {@link ResetSql} have in common; {@code :name} stands for a part. */
final class SeedDataFragments {

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

    /** What was known of the structure of tables, sequences and materialized views; JSON null if a migration dropped it. */
    private static final String SEED_SHAPES = NEWEST.formatted("shapes");

    /**
     * The structure of relation {@code c} as an array of lines, of which the first is its kind. It contains what decides
     * whether recorded rows and states can be restored.
     */
    private static final String SHAPE = """
            CASE WHEN c.oid IS NOT NULL THEN CASE c.relkind
                WHEN 'r' THEN ARRAY['table'] WHEN 'p' THEN ARRAY['partitioned table'] WHEN 'v' THEN ARRAY['view']
                WHEN 'm' THEN ARRAY['materialized view'] WHEN 'S' THEN ARRAY['sequence'] ELSE ARRAY['another relation'] END
            || CASE WHEN c.relkind IN ('r', 'p') THEN
                   CASE c.relpersistence WHEN 'u' THEN ARRAY['UNLOGGED'] ELSE '{}' END
                   || ARRAY(SELECT concat('column ', quote_ident(a.attname), ' ', format_type(a.atttypid, a.atttypmod),
                                          CASE a.attgenerated WHEN '' THEN '' ELSE ' GENERATED' END,
                                          CASE a.attidentity WHEN '' THEN '' ELSE ' IDENTITY' END)
                              FROM pg_attribute a
                             WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum)
                   || CASE c.relkind WHEN 'p' THEN
                          ARRAY(SELECT 'partition ' || p.relname FROM pg_inherits i JOIN pg_class p ON p.oid = i.inhrelid
                                 WHERE i.inhparent = c.oid ORDER BY 1) END
               WHEN c.relkind = 'S' THEN
                   ARRAY(SELECT concat(format_type(q.seqtypid, NULL), ' INCREMENT ', q.seqincrement, ' MINVALUE ', q.seqmin,
                                       ' MAXVALUE ', q.seqmax, CASE WHEN q.seqcycle THEN ' CYCLE' END)
                           FROM pg_sequence q WHERE q.seqrelid = c.oid) END END""";

    /** What {@code seed_shapes} says of {@code kept.key}, and {@code now}; only where the two differ. */
    private static final String RESHAPED = """
            SELECT known.name, known.shape, known.now
              FROM (SELECT kept.key AS name, kept.value AS shape, :shape AS now
                      FROM json_each(seed_shapes) kept
                      LEFT JOIN pg_class c ON c.relnamespace = home AND c.relname = kept.key
                     WHERE json_typeof(kept.value) = 'array' OFFSET 0) known
             WHERE known.now IS NULL OR known.shape::jsonb <> to_jsonb(known.now)""";

    /** Sequences that no table owns. */
    private static final String FREE_SEQUENCES = """
            SELECT s.relname::text AS name FROM pg_class s
             WHERE s.relkind = 'S' AND s.relnamespace = to_regnamespace(:schema)
               AND NOT EXISTS (SELECT FROM pg_depend d
                                WHERE d.classid = 'pg_class'::regclass AND d.objid = s.oid AND d.deptype IN ('a', 'i'))""";

    /** Begins a block that runs with our search path, and ends it with the one it found. */
    private static final String BEGIN = """
            DECLARE
                found_path CONSTANT pg_catalog.text := pg_catalog.current_setting('search_path');
            BEGIN
                PERFORM pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true);""";

    private static final String END = """
            PERFORM set_config('search_path', found_path, true);
            END""";

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

    /**
     * Reads the rows of {@code t.source} into {@code found_rows}. A table may have a column {@code r}, which is not {@code
     * r.*}; and a user may have made a cast of its rows to text, which the output function is not. Rows that row security
     * hides are unknown.
     */
    private static final String READ = """
            IF row_security_active(t.oid) THEN
                found_rows := 'null';
            ELSE
                EXECUTE format(':rows', t.source) INTO found_rows;
            END IF;""";

    /** The rows of a table as {@link #READ} reads them, in a literal; the parameter is what to select them from. */
    private static final String ROWS =
            "SELECT coalesce(json_agg(textin(record_out(r.*)) ORDER BY textin(record_out(r.*))"
                    + " COLLATE \"C\"), ''[]'') FROM %s r";

    /** The name of relation {@code c} for people: without the schema if it is the one that migrations fill. */
    private static final String SHOWN = """
            (CASE c.relnamespace WHEN home THEN c.relname::text
                 ELSE c.relnamespace::regnamespace || '.' || quote_ident(c.relname) END COLLATE "C")""";

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
            format('{"tables": {%s}, "sequences": {%s}, "shapes": {%s}}',
                array_to_string(tables, ', '), array_to_string(sequences, ', '), array_to_string(shapes, ', '))""";

    /** The parts of blocks, those that contain others first. */
    private static final List<Map.Entry<String, String>> FRAGMENTS = List.of(
            Map.entry("seedRows", SEED_ROWS),
            Map.entry("seedSequences", SEED_SEQUENCES),
            Map.entry("seedShapes", SEED_SHAPES),
            Map.entry("tables", TABLES),
            Map.entry("compare", COMPARE),
            Map.entry("reshaped", RESHAPED),
            Map.entry("differing", RESHAPED.replaceFirst("ON .*", "ON c.oid = to_regclass(kept.key)")),
            Map.entry("others", OtherDataSql.RELATIONS),
            Map.entry("shape", SHAPE),
            Map.entry("read", READ),
            Map.entry("rows", ROWS),
            Map.entry("shown", SHOWN),
            Map.entry("hasPages", HAS_PAGES),
            Map.entry("sequencesOf", SEQUENCES_OF),
            Map.entry("freeSequences", FREE_SEQUENCES),
            Map.entry("state", STATE),
            Map.entry("recorded", RECORDED),
            Map.entry("begin", BEGIN),
            Map.entry("end", END));

    private SeedDataFragments() {}

    /** Inserts the parts that a block names. */
    static String insertInto(String block) {
        String text = block;
        for (Map.Entry<String, String> fragment : FRAGMENTS) {
            text = text.replace(":" + fragment.getKey(), fragment.getValue());
        }
        return text;
    }
}
