package io.e2e.migrations.session;

import io.e2e.migrations.catalog.Migration;
import java.util.Collection;
import java.util.List;

/**
 * The first format of the history: a table in the migrated schema, with checksums of whole files. It is only read; the
 * next run that applies migrations replaces it.
 *
 * @param history the table that replaces it
 */
record FirstFormat(HistoryTable history) {

    static final String TABLE = "e2e_migrations_history";

    /** The table with its schema, quoted. */
    String qualifiedName() {
        return Sql.identifier(this.history.schema()) + "." + TABLE;
    }

    /** The condition that the table exists and has our columns. */
    String isThere() {
        return """
                (SELECT array_agg(a.attname::text ORDER BY a.attnum)
                   FROM pg_attribute a
                  WHERE a.attrelid = to_regclass(%s) AND a.attnum > 0 AND NOT a.attisdropped)
                = ARRAY['rank', 'number', 'name', 'file', 'checksum', 'inputs', 'applied_by', 'applied_at', 'duration_ms',
                        'leaves']""".formatted(Sql.literal(qualifiedName()));
    }

    /** Selects its rows, with the columns that {@link HistoryReading} reads. */
    String selectSql() {
        return """
                SELECT 1, h.rank, h.file, h.checksum, h.inputs, h.applied_at, h.duration_ms,
                       h.leaves -> 'later' IS NOT NULL, h.applied_by FROM %s h ORDER BY h.rank""".formatted(qualifiedName());
    }

    /** Moves its rows in their order. The row of an unchanged file gets the checksum without the header. */
    List<String> moveSql(Collection<Migration> catalog) {
        return List.of(
                """
                INSERT INTO %s (version, name, file, checksum, inputs, applied_by, applied_at, duration_ms, seed_data)
                SELECT h.number, h.name, h.file, coalesce(c.checksum, h.checksum), h.inputs, h.applied_by, h.applied_at,
                       h.duration_ms,
                       CASE WHEN h.leaves -> 'later' IS NULL THEN h.leaves
                            ELSE json_build_object('pending', h.leaves -> 'later') END
                  FROM %s h
                  LEFT JOIN unnest(%s, %s) c (file_checksum, checksum) ON c.file_checksum = h.checksum
                 ORDER BY h.rank""".formatted(
                        this.history.qualifiedName(),
                        qualifiedName(),
                        Sql.textArray(
                                catalog.stream().map(Migration::fileChecksum).toList()),
                        Sql.textArray(catalog.stream().map(Migration::checksum).toList())),
                "DROP TABLE " + qualifiedName());
    }
}
