package io.e2e.migrations.datasource;

import io.e2e.migrations.session.RoundTrip;
import io.e2e.migrations.session.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What a session of PostgreSQL holds beyond its transactions, as {@code DISCARD ALL} lists it (PostgreSQL manual,
 * "DISCARD"). {@code DISCARD ALL} itself, and {@code RESET ALL}, would also take what a pool has set, and settings of
 * custom names, which no view shows.
 *
 * @param settings the values of settings that were set in the session
 * @param removals for each temporary object, prepared statement, cursor, channel and advisory lock, the statement that
 *     removes it
 */
record SessionState(Map<String, String> settings, Set<String> removals) {

    /** The role in which everything else is read and restored; the first of the settings. */
    private static final String SETTINGS = """
            SELECT 'session_authorization', pg_catalog.current_setting('session_authorization')
            UNION ALL SELECT 'role', pg_catalog.current_setting('role')
            UNION ALL SELECT name, pg_catalog.current_setting(name) FROM pg_catalog.pg_settings WHERE source = 'session'""";

    /**
     * An advisory lock is shown as unsigned numbers (PostgreSQL manual, "pg_locks"). A session without a temporary schema,
     * whose OID is 0 then, reads no table for it.
     */
    private static final String REMOVALS = """
            SELECT CASE relkind WHEN 'v' THEN 'DROP VIEW' WHEN 'S' THEN 'DROP SEQUENCE' ELSE 'DROP TABLE' END
                   || ' IF EXISTS pg_temp.' || pg_catalog.quote_ident(relname) || ' CASCADE'
              FROM pg_catalog.pg_class WHERE pg_catalog.pg_my_temp_schema() <> 0
               AND relnamespace = pg_catalog.pg_my_temp_schema() AND relkind IN ('r', 'p', 'v', 'S')
            UNION ALL SELECT pg_catalog.format('DROP ROUTINE IF EXISTS %s CASCADE', oid::pg_catalog.regprocedure)
              FROM pg_catalog.pg_proc WHERE pg_catalog.pg_my_temp_schema() <> 0
               AND pronamespace = pg_catalog.pg_my_temp_schema()
            UNION ALL SELECT 'DEALLOCATE ' || pg_catalog.quote_ident(name) FROM pg_catalog.pg_prepared_statements WHERE from_sql
            UNION ALL SELECT 'CLOSE ' || pg_catalog.quote_ident(name) FROM pg_catalog.pg_cursors WHERE is_holdable
            UNION ALL SELECT 'UNLISTEN ' || pg_catalog.quote_ident(channel) FROM pg_catalog.pg_listening_channels() channel
            UNION ALL SELECT 'SELECT pg_advisory_unlock' || CASE mode WHEN 'ShareLock' THEN '_shared' ELSE '' END
                   || '(' || CASE objsubid
                        WHEN 1 THEN ((classid::bigint << 32) | objid::bigint)::text
                        ELSE classid::bigint::bit(32)::int || ', ' || objid::bigint::bit(32)::int END || ')'
              FROM pg_catalog.pg_locks WHERE locktype = 'advisory' AND granted AND pid = pg_catalog.pg_backend_pid()""";

    private static final String OUR_TRANSACTIONS =
            "SELECT pg_catalog.set_config('default_transaction_isolation', 'read committed', false),"
                    + " pg_catalog.set_config('default_transaction_read_only', 'off', false)";

    /** Lets transactions read what others have committed, and write. */
    static void prepare(Connection connection) throws SQLException {
        new RoundTrip().add(OUR_TRANSACTIONS).run(connection);
    }

    /** Asks a question, reads the state and then does what {@link #prepare} does, in one message. */
    static SessionState readAndPrepare(Connection connection, List<String> question) throws SQLException {
        return read(connection, question, List.of(OUR_TRANSACTIONS));
    }

    private static SessionState read(Connection connection, List<String> before, List<String> after)
            throws SQLException {
        SessionState found = new SessionState(new LinkedHashMap<>(), new LinkedHashSet<>());
        RoundTrip message = new RoundTrip();
        before.forEach(message::add);
        message.add(SETTINGS, row -> found.settings.put(row.getString(1), row.getString(2)));
        message.add(REMOVALS, row -> found.removals.add(row.getString(1)));
        after.forEach(message::add);
        message.run(connection);
        return found;
    }

    /** Removes and sets what differs from this state, in two messages. */
    void restore(Connection connection) throws SQLException {
        // The path is restored with the other settings; until then, no function of the application comes before
        // PostgreSQL's.
        SessionState now = read(
                connection,
                List.of(
                        settingSql("session_authorization"),
                        settingSql("role"),
                        "SET search_path TO pg_catalog, pg_temp"),
                List.of());
        RoundTrip changes = new RoundTrip();
        now.removals.stream()
                .filter(removal -> !this.removals.contains(removal))
                .forEach(changes::add);
        now.settings.keySet().stream()
                .filter(name -> !this.settings.containsKey(name))
                .forEach(name -> changes.add("RESET " + name));
        this.settings.keySet().stream()
                .filter(name -> !Objects.equals(this.settings.get(name), now.settings.get(name)))
                .forEach(name -> changes.add(settingSql(name)));
        changes.run(connection);
    }

    private String settingSql(String name) {
        String value = Objects.requireNonNull(this.settings.get(name));
        return "SELECT pg_catalog.set_config(" + Sql.literal(name) + ", " + Sql.literal(value) + ", false)";
    }
}
