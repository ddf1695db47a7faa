package io.e2e.migrations.reset;

import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.catalog.MigrationHeader;
import io.e2e.migrations.session.HistoryTable;
import io.e2e.migrations.session.Sql;
import java.util.List;
import java.util.Map;

/**
 * The seed data when a migration is reverted. Its row is deleted, but may hold the seed data of tables of other
 * migrations, since the last row of the first run holds that of all: the newest of the other rows gets it.
 */
record RevertedSeedData(HistoryTable history) implements SeedData {

    /** Notes which tables and sequences with seed data exist, to tell those that the Down section drops. */
    private static final String NOTE_EXISTING = """
            SELECT set_config(:before, (current_setting(:before)::jsonb || jsonb_build_object('existing',
                (SELECT coalesce(jsonb_agg(DISTINCT c.relname), '[]')
                   FROM :history h, json_each(h.seed_data) kind, json_object_keys(kind.value) k (name), pg_class c
                  WHERE c.relnamespace = to_regnamespace(:schema) AND c.relname = k.name)))::text, true)""";

    private static final String MOVE = """
            DO $e2e_migrations$
            DECLARE
                home CONSTANT oid := to_regnamespace(:schema);
                found CONSTANT json := current_setting(:setting)::json;
                reverted CONSTANT json := (SELECT h.seed_data FROM :history h WHERE h.file = :file);
                heir CONSTANT bigint := (SELECT max(h.rank) FROM :history h WHERE h.file <> :file);
                gone CONSTANT text[] := ARRAY(
                    SELECT e.name FROM jsonb_array_elements_text(current_setting(:before)::jsonb -> 'existing') e (name)
                     WHERE NOT EXISTS (SELECT FROM pg_class c WHERE c.relnamespace = home AND c.relname = e.name));
            BEGIN
                UPDATE :history h
                   SET seed_data = json_build_object('tables', :merged(tables), 'sequences', :merged(sequences),
                                                      'shapes', :merged(shapes))
                 WHERE h.file <> :file
                   AND (h.rank = heir OR EXISTS (SELECT FROM json_each(h.seed_data) kind, json_object_keys(kind.value) k (name)
                                                  WHERE k.name = ANY (gone)));
            END $e2e_migrations$""";

    /** What was read after the Down section counts most; then the row's own; then what exists no more, not by the Down. */
    private static final String MERGED = """
            (SELECT coalesce(json_object_agg(kept.name, kept.value), '{}')
               FROM (SELECT DISTINCT ON (e.name) e.name, e.value
                       FROM (SELECT 1, n.* FROM json_each(CASE h.rank WHEN heir THEN found -> '$1' END) n
                             UNION ALL
                             SELECT 2, o.* FROM json_each(h.seed_data -> '$1') o
                             UNION ALL
                             SELECT 3, r.* FROM json_each(CASE h.rank WHEN heir THEN reverted -> '$1' END) r
                            ) e (priority, name, value)
                      WHERE e.name <> ALL (gone)
                      ORDER BY e.name, e.priority) kept)""";

    /** Reads the seed data of all tables into the setting, and that no table is gone. */
    private static final String READ_RECORDED = """
            DO $e2e_migrations$
            DECLARE
                home CONSTANT oid := to_regnamespace(:schema);
            BEGIN
                PERFORM set_config(:before, '{"existing": []}', true), set_config(:setting, json_build_object(
                    'tables', coalesce((:seedRows), '{}'), 'sequences', coalesce((:seedSequences), '{}'),
                    'shapes', coalesce((:seedShapes), '{}'))::text, true);
            END $e2e_migrations$""";

    /** Records that the seed data of tables is unknown, which JSON null means. */
    static final String FORGET = """
            UPDATE :history h
               SET seed_data = json_build_object(
                       'tables', (SELECT coalesce(json_object_agg(e.key, CASE WHEN e.key = ANY (:unknown) THEN 'null'
                                                                              ELSE e.value END), '{}')
                                    FROM json_each(h.seed_data -> 'tables') e),
                       'sequences', h.seed_data -> 'sequences',
                       'shapes', coalesce(h.seed_data -> 'shapes', '{}'))
             WHERE h.rank = (SELECT max(rank) FROM :history)""";

    /** Deletes a row, and moves the seed data that only it has. */
    static List<String> removeSql(HistoryTable history, String file) {
        Map<String, String> values = Map.of("file", Sql.literal(file));
        return List.of(
                SeedDataSql.in(history, READ_RECORDED, values),
                SeedDataSql.in(history, moveSql(), values),
                "DELETE FROM " + history.qualifiedName() + " WHERE file = " + Sql.literal(file));
    }

    private static String moveSql() {
        return MOVE.replace(":merged(tables)", MERGED.replace("$1", "tables"))
                .replace(":merged(sequences)", MERGED.replace("$1", "sequences"))
                .replace(":merged(shapes)", MERGED.replace("$1", "shapes"));
    }

    @Override
    public List<String> beforeSql(Migration migration) {
        return List.of(complete(SeedDataSql.READ_BEFORE, migration), complete(NOTE_EXISTING, migration));
    }

    @Override
    public List<String> afterSql(Migration migration, Map<String, String> inputs) {
        return List.of(
                complete(SeedDataSql.READ_AFTER, migration),
                complete(moveSql(), migration),
                this.history.deleteSql(migration));
    }

    @Override
    public List<String> endSql() {
        return List.of();
    }

    /** The Down section creates what the migration dropped, and drops what it created. */
    private String complete(String block, Migration migration) {
        MigrationHeader header = migration.header();
        return SeedDataSql.in(
                this.history,
                block,
                Map.of(
                        "file", Sql.literal(migration.file()),
                        "creates", SeedDataSql.nameArray(header.drops()),
                        "alters", SeedDataSql.nameArray(header.alters()),
                        "drops", SeedDataSql.nameArray(header.creates())));
    }
}
