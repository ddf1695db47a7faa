package io.e2e.migrations.session;

import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.plan.AppliedMigration;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The table that remembers what was applied, one row per file, in the schema that the migrations fill. A row is written
 * in the transaction of its migration, so that the two are true together.
 *
 * @param schema the schema
 */
public record HistoryTable(String schema) {

    /** The table's name. */
    public static final String NAME = "e2e_migrations_history";

    /** The condition on a row {@code h} that what its migration leaves is still to be remembered. */
    public static final String UNREMEMBERED = "h.leaves -> 'later' IS NOT NULL";

    private static final String COLUMNS = "rank, file, checksum, inputs, applied_at, duration_ms, " + UNREMEMBERED;

    /** The table with its schema, quoted. */
    public String qualifiedName() {
        return Sql.identifier(this.schema) + "." + NAME;
    }

    /** Creates schema and table where they are absent; run under the lock, since IF NOT EXISTS alone is not safe. */
    public List<String> createSql() {
        return List.of(
                "DO $$ BEGIN IF to_regnamespace(" + Sql.literal(Sql.identifier(this.schema))
                        + ") IS NULL THEN CREATE SCHEMA " + Sql.identifier(this.schema) + "; END IF; END $$",
                """
                CREATE TABLE IF NOT EXISTS %s (
                    rank bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                    number integer NOT NULL,
                    name text NOT NULL,
                    file text NOT NULL UNIQUE,
                    checksum text NOT NULL,
                    inputs text[] NOT NULL,
                    applied_by text NOT NULL DEFAULT current_user,
                    applied_at timestamptz NOT NULL DEFAULT now(),
                    duration_ms integer NOT NULL,
                    leaves json NOT NULL
                )""".formatted(qualifiedName()));
    }

    /** Takes out the row of an earlier time. */
    public String deleteSql(Migration migration) {
        return "DELETE FROM %s WHERE file = %s".formatted(qualifiedName(), Sql.literal(migration.file()));
    }

    /**
     * Records a migration at the end of its own transaction, which began when the migration did.
     *
     * @param migration the migration
     * @param inputs the values that it was given
     * @param leaves what it leaves, as an expression
     */
    public String insertSql(Migration migration, Map<String, String> inputs, String leaves) {
        return """
                INSERT INTO %s (number, name, file, checksum, inputs, duration_ms, leaves)
                VALUES (%d, %s, %s, %s, %s, extract(epoch FROM clock_timestamp() - now()) * 1000, %s)""".formatted(
                        qualifiedName(),
                        migration.number(),
                        Sql.literal(migration.name()),
                        Sql.literal(migration.file()),
                        Sql.literal(migration.checksum()),
                        Sql.textArray(inputs.entrySet().stream()
                                .map(entry -> entry.getKey() + "=" + entry.getValue())
                                .toList()),
                        leaves);
    }

    /** Adds the reading of all rows to a message; {@code unremembered} receives the files of some. */
    void addReading(RoundTrip roundTrip, List<AppliedMigration> into, Set<String> unremembered) {
        String sql = "SELECT " + COLUMNS + " FROM " + qualifiedName() + " h ORDER BY rank";
        addIfThere(roundTrip, "history", sql, row -> {
            into.add(read(row));
            if (row.getBoolean(7)) {
                unremembered.add(row.getString(2));
            }
        });
    }

    /**
     * Adds a query to a message that has no rows if there is no history. A query on a table that may not exist cannot be
     * parsed, so a cursor is opened on the query or on nothing, by dynamic SQL; it ends with the message's transaction.
     *
     * @param name of the cursor, one in a message
     */
    void addIfThere(RoundTrip roundTrip, String name, String sql, RoundTrip.RowReader reader) {
        String cursor = "e2e_migrations_" + name;
        roundTrip.add("""
                DO $$
                DECLARE answer refcursor := '%s';
                BEGIN
                    IF to_regclass(%s) IS NOT NULL THEN
                        OPEN answer FOR EXECUTE %s;
                    ELSE
                        OPEN answer FOR SELECT WHERE false;
                    END IF;
                END $$""".formatted(cursor, Sql.literal(qualifiedName()), Sql.literal(sql)));
        roundTrip.add("FETCH ALL FROM " + cursor, reader);
    }

    private static AppliedMigration read(ResultSet row) throws SQLException {
        return new AppliedMigration(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                inputs(row.getArray(4)),
                row.getObject(5, OffsetDateTime.class).toInstant(),
                Duration.ofMillis(row.getLong(6)));
    }

    private static Map<String, String> inputs(Array array) throws SQLException {
        Map<String, String> inputs = new TreeMap<>();
        for (String entry : (String[]) array.getArray()) {
            int equals = entry.indexOf('=');
            inputs.put(entry.substring(0, equals), entry.substring(equals + 1));
        }
        return inputs;
    }
}
