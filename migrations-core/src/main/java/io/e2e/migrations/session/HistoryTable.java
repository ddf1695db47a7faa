package io.e2e.migrations.session;

import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.config.MigrationOptions;
import io.e2e.migrations.plan.InterruptedMigration.Step;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The table that records which migrations were applied to a schema, one row per file. It has the name of that schema
 * and is in a schema of our own, because a migration may move every table of its schema. A row is written in the
 * transaction of its migration, so that both are committed or neither is.
 *
 * @param schema the migrated schema
 */
public record HistoryTable(String schema) {

    /** The format that this version writes; {@link FirstFormat} is the previous one. */
    public static final int FORMAT = 2;

    /**
     * The format of the row of a migration that runs outside of a transaction, until it ends; the columns are the same.
     * A version that does not know such rows takes it for a newer format and refuses it, rather than for applied.
     */
    public static final int STARTED = 3;

    /** The entry among the inputs that says where the file was: another catalog on the same schema has other files. */
    public static final String LOCATION = "location";

    /** The condition that the seed data of the migration in row {@code h} is not recorded yet. */
    public static final String PENDING_SEED_DATA = "json_object_field(h.seed_data, 'pending') IS NOT NULL";

    /**
     * The condition that row {@code h} belongs to the current schema {@code home}, and not to a dropped one of that
     * name. A restored database has other OIDs, so a schema with tables also counts as the current one. Zero means that a
     * migration dropped the schema.
     */
    public static final String CURRENT = "CASE h.schema_oid WHEN home THEN true WHEN 0::oid THEN true"
            + " ELSE EXISTS (SELECT FROM pg_class c WHERE c.relnamespace = home) END";

    /** Handles that a run in another schema creates our schema at the same time. */
    private static final String CREATE_SCHEMAS = """
            BEGIN
                IF to_regnamespace(%1$s) IS NULL THEN
                    CREATE SCHEMA %2$s;
                END IF;
                IF to_regnamespace('%3$s') IS NULL THEN
                    BEGIN
                        CREATE SCHEMA %3$s;
                    EXCEPTION WHEN unique_violation OR duplicate_schema THEN
                        NULL;
                    END;
                END IF;
            END""";

    private static final String CREATE_TABLE = """
            CREATE TABLE %s (
                rank bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                format integer NOT NULL DEFAULT %d,
                schema_oid oid NOT NULL DEFAULT coalesce(to_regnamespace(%s)::oid, 0),
                version text NOT NULL,
                name text NOT NULL,
                file text NOT NULL UNIQUE,
                checksum text NOT NULL,
                inputs text[] NOT NULL,
                applied_by text NOT NULL DEFAULT current_user,
                applied_at timestamptz NOT NULL DEFAULT now(),
                duration_ms integer NOT NULL,
                seed_data json NOT NULL
            )""";

    /**
     * Written in PL/pgSQL, which parses a statement only when it runs it, because the table may not exist, and because a new
     * session plans the conditions of rare rows in a millisecond. If there is the first format, it waits for a process that
     * is upgrading it, and then reads the upgraded table.
     */
    private static final String READ = """
            DECLARE
                answer refcursor := 'e2e_migrations_history';
                home CONSTANT oid := to_regnamespace(%3$s);
                newest integer;
                common boolean;
            BEGIN
                IF to_regclass(%1$s) IS NULL AND to_regclass(%4$s) IS NOT NULL THEN
                    BEGIN
                        LOCK TABLE %5$s IN ACCESS SHARE MODE;
                    EXCEPTION WHEN undefined_table THEN
                        NULL;
                    END;
                END IF;
                IF to_regclass(%1$s) IS NOT NULL THEN
                    SELECT max(h.format), bool_and(h.schema_oid = home AND h.format < %6$d) INTO newest, common FROM %2$s h;
                    IF newest > %6$d THEN
                        OPEN answer FOR SELECT newest;
                    ELSIF common THEN
                        OPEN answer FOR SELECT h.format, h.rank, h.file, h.checksum, h.inputs, h.applied_at,
                                               h.duration_ms, %7$s, h.applied_by FROM %2$s h ORDER BY h.rank;
                    ELSE
                        OPEN answer FOR SELECT h.format, h.rank, h.file, h.checksum, h.inputs, h.applied_at,
                                               h.duration_ms, %7$s, h.applied_by,
                                               h.seed_data -> 'started' ->> 'number',
                                               h.seed_data -> 'started' ->> 'line', h.seed_data -> 'started' ->> 'sql',
                                               h.seed_data -> 'started' ->> 'alone', h.seed_data -> 'started' ->> 'done'
                                          FROM %2$s h WHERE %10$s ORDER BY h.rank;
                    END IF;
                ELSIF %8$s THEN
                    OPEN answer FOR %9$s;
                ELSE
                    OPEN answer FOR SELECT WHERE false;
                END IF;
            END""";

    /** The table with its schema, quoted. */
    public String qualifiedName() {
        return MigrationOptions.HISTORY_SCHEMA + "." + Sql.identifier(this.schema);
    }

    /**
     * Creates the schemas if they do not exist, and a new table. Run under the lock, and only if the history of this
     * schema has no rows: the table then is missing, or is that of a dropped schema.
     */
    public List<String> createSql() {
        return List.of(
                Sql.block(CREATE_SCHEMAS.formatted(
                        schemaLiteral(), Sql.identifier(this.schema), MigrationOptions.HISTORY_SCHEMA)),
                "DROP TABLE IF EXISTS " + qualifiedName(),
                CREATE_TABLE.formatted(qualifiedName(), FORMAT, schemaLiteral()));
    }

    /** The condition that this schema has a history of an earlier format, which {@link #upgradeSql} replaces. */
    public String outdatedSql() {
        return new FirstFormat(this).isThere();
    }

    /**
     * Replaces the history of an earlier format. Run under the lock, in one transaction.
     *
     * @param catalog the current migrations, whose rows get the checksums of this format
     */
    public List<String> upgradeSql(Collection<Migration> catalog) {
        return Stream.concat(createSql().stream(), new FirstFormat(this).moveSql(catalog).stream())
                .toList();
    }

    /** Makes every row one of the current schema of the name, after a migration that may have dropped or replaced it. */
    public String keepSql() {
        return "UPDATE %1$s SET schema_oid = coalesce(to_regnamespace(%2$s)::oid, 0) WHERE schema_oid <> coalesce(to_regnamespace(%2$s)::oid, 0)"
                .formatted(qualifiedName(), schemaLiteral());
    }

    /** Deletes the row of a migration, if there is one. */
    public String deleteSql(Migration migration) {
        return "DELETE FROM %s WHERE file = %s".formatted(qualifiedName(), Sql.literal(migration.file()));
    }

    /**
     * Records a migration at the end of its transaction, from whose beginning the duration is computed.
     *
     * @param migration the migration
     * @param inputs the values of its inputs
     * @param seedData its seed data, as an SQL expression
     */
    public String insertSql(Migration migration, Map<String, String> inputs, String seedData) {
        return insert(FORMAT, migration, inputs, seedData);
    }

    /**
     * Records that a migration begins outside of a transaction. A repeatable one keeps its earlier seed data until it
     * ends.
     *
     * @param step its first statement
     */
    public List<String> startSql(Migration migration, Map<String, String> inputs, Step step) {
        String before = "json_build_object('before', nullif(current_setting('%s', true), '')::json)"
                .formatted(DatabaseSession.KEPT_SETTING);
        return List.of(insert(STARTED, migration, inputs, before) + """

                         ON CONFLICT (file) DO UPDATE SET (format, version, name, checksum, inputs, applied_by, applied_at,
                                                           seed_data)
                            = ROW (excluded.format, excluded.version, excluded.name, excluded.checksum, excluded.inputs,
                                   excluded.applied_by, excluded.applied_at,
                                   (history.seed_data::jsonb || excluded.seed_data::jsonb)::json)""", stepSql(migration, step));
    }

    /** Records which statement of a started migration runs next. */
    public String stepSql(Migration migration, Step step) {
        return """
                UPDATE %s SET seed_data = (seed_data::jsonb || jsonb_build_object('started', jsonb_build_object(
                    'number', %d, 'line', %d, 'sql', %s, 'alone', %s, 'done', %s)))::json WHERE file = %s""".formatted(
                        qualifiedName(),
                        step.number(),
                        step.line(),
                        Sql.literal(step.sql()),
                        step.alone(),
                        Sql.literal(step.done()),
                        Sql.literal(migration.file()));
    }

    /** Records that a started migration is continued. */
    public String continueSql(Migration migration) {
        return "UPDATE %s SET applied_by = current_user, applied_at = now() WHERE file = %s"
                .formatted(qualifiedName(), Sql.literal(migration.file()));
    }

    /** Reads what was read before a started migration, for its last transaction, with its beginning. */
    public String loadSql(Migration migration) {
        return """
                SELECT set_config('%s', (coalesce(nullif(seed_data::jsonb -> 'before', 'null'), '{}')
                       || jsonb_build_object('started', applied_at))::text, true) FROM %s WHERE file = %s""".formatted(DatabaseSession.KEPT_SETTING, qualifiedName(), Sql.literal(migration.file()));
    }

    /** Records the duration of a started migration, whose row is written. */
    public String durationSql(Migration migration) {
        return """
                UPDATE %s SET duration_ms = extract(epoch FROM clock_timestamp()
                       - (current_setting('%s')::jsonb ->> 'started')::timestamptz) * 1000 WHERE file = %s""".formatted(qualifiedName(), DatabaseSession.KEPT_SETTING, Sql.literal(migration.file()));
    }

    private String insert(int format, Migration migration, Map<String, String> inputs, String seedData) {
        return """
                INSERT INTO %s AS history (format, version, name, file, checksum, inputs, duration_ms, seed_data)
                VALUES (%d, %s, %s, %s, %s, %s, %s, %s)""".formatted(
                qualifiedName(),
                format,
                Sql.literal(migration.version().text()),
                Sql.literal(migration.name()),
                Sql.literal(migration.file()),
                Sql.literal(migration.checksum()),
                Sql.textArray(
                        Stream.concat(inputs.entrySet().stream(), Stream.of(Map.entry(LOCATION, migration.location())))
                                .map(entry -> entry.getKey() + "=" + entry.getValue())
                                .toList()),
                format == STARTED ? "0" : "extract(epoch FROM clock_timestamp() - now()) * 1000",
                seedData);
    }

    /** Releases the lock on the history. The end of a session does so too, unless the wire is dead. */
    public String unlockSql() {
        return MigrationLock.releaseSql(this.schema);
    }

    /** Adds the reading of all rows to a message. */
    void addReading(RoundTrip roundTrip, HistoryReading into) {
        FirstFormat first = new FirstFormat(this);
        roundTrip.add(Sql.block(READ.formatted(
                Sql.literal(qualifiedName()),
                qualifiedName(),
                schemaLiteral(),
                Sql.literal(first.qualifiedName()),
                first.qualifiedName(),
                STARTED,
                PENDING_SEED_DATA,
                first.isThere(),
                first.selectSql(),
                CURRENT)));
        roundTrip.add("FETCH ALL FROM e2e_migrations_history", into::read);
    }

    /**
     * Adds a query that returns no rows if there is no history. The cursor ends with the transaction of the message.
     */
    void addIfMigrated(RoundTrip roundTrip, String sql, RoundTrip.RowReader reader) {
        roundTrip.add(Sql.block(
                """
                DECLARE answer refcursor := 'e2e_migrations_objects';
                BEGIN
                    IF coalesce(to_regclass(%s), to_regclass(%s)) IS NOT NULL THEN
                        OPEN answer FOR %s;
                    ELSE
                        OPEN answer FOR SELECT WHERE false;
                    END IF;
                END""".formatted(Sql.literal(qualifiedName()), Sql.literal(new FirstFormat(this).qualifiedName()), sql)));
        roundTrip.add("FETCH ALL FROM e2e_migrations_objects", reader);
    }

    private String schemaLiteral() {
        return Sql.literal(Sql.identifier(this.schema));
    }
}
