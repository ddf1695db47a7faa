package io.e2e.migrations.datasource;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
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

    /** An advisory lock is shown as unsigned numbers (PostgreSQL manual, "pg_locks"). */
    private static final String REMOVALS = """
            SELECT CASE relkind WHEN 'v' THEN 'DROP VIEW' WHEN 'S' THEN 'DROP SEQUENCE' ELSE 'DROP TABLE' END
                   || ' IF EXISTS pg_temp.' || pg_catalog.quote_ident(relname) || ' CASCADE'
              FROM pg_catalog.pg_class WHERE relnamespace = pg_catalog.pg_my_temp_schema() AND relkind IN ('r', 'p', 'v', 'S')
            UNION ALL SELECT pg_catalog.format('DROP ROUTINE IF EXISTS %s CASCADE', oid::pg_catalog.regprocedure)
              FROM pg_catalog.pg_proc WHERE pronamespace = pg_catalog.pg_my_temp_schema()
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

    /** Reads the state, then lets transactions read what others have committed, and write. */
    static SessionState readAndPrepare(Connection connection) throws SQLException {
        SessionState found = read(connection);
        execute(connection, List.of(OUR_TRANSACTIONS));
        return found;
    }

    private static SessionState read(Connection connection) throws SQLException {
        Map<String, String> settings = new LinkedHashMap<>();
        Set<String> removals = new LinkedHashSet<>();
        try (Statement statement = connection.createStatement()) {
            try (ResultSet rows = statement.executeQuery(SETTINGS)) {
                while (rows.next()) {
                    settings.put(rows.getString(1), rows.getString(2));
                }
            }
            try (ResultSet rows = statement.executeQuery(REMOVALS)) {
                while (rows.next()) {
                    removals.add(rows.getString(1));
                }
            }
        }
        return new SessionState(settings, removals);
    }

    /** Removes and sets what differs from this state. */
    void restore(Connection connection) throws SQLException {
        set(connection, "session_authorization");
        set(connection, "role");
        // Restored with the other settings; until then, no function of the application comes before PostgreSQL's.
        execute(connection, List.of("SET search_path TO pg_catalog, pg_temp"));
        SessionState now = read(connection);
        List<String> changes = new ArrayList<>();
        now.removals.stream()
                .filter(removal -> !this.removals.contains(removal))
                .forEach(changes::add);
        now.settings.keySet().stream()
                .filter(name -> !this.settings.containsKey(name))
                .forEach(name -> changes.add("RESET " + name));
        execute(connection, changes);
        for (Map.Entry<String, String> setting : this.settings.entrySet()) {
            if (!setting.getValue().equals(now.settings.get(setting.getKey()))) {
                set(connection, setting.getKey());
            }
        }
    }

    private void set(Connection connection, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT pg_catalog.set_config(?, ?, false)")) {
            statement.setString(1, name);
            statement.setString(2, this.settings.get(name));
            statement.execute();
        }
    }

    private static void execute(Connection connection, List<String> statements) throws SQLException {
        if (!statements.isEmpty()) {
            try (Statement statement = connection.createStatement()) {
                statement.setEscapeProcessing(false);
                statement.execute(String.join(";\n", statements));
            }
        }
    }
}
