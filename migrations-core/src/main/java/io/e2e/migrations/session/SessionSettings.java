package io.e2e.migrations.session;

import io.e2e.migrations.config.MigrationOptions;
import io.e2e.migrations.config.MigrationOptions.Timeouts;
import io.e2e.migrations.script.MigrationScript;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The settings of a session: a part of its first message, and set anew after the statements of each migration. They do
 * not depend on the environment: the JDBC driver, for example, sets the JVM's time zone, which would shift the bounds of
 * months. Not thread-safe.
 */
final class SessionSettings {

    private static final Pattern CURSOR = Pattern.compile("\\bhold\\b", Pattern.CASE_INSENSITIVE);
    private static final Pattern PREPARED = Pattern.compile("\\bprepare\\b", Pattern.CASE_INSENSITIVE);

    /**
     * A backend whose client is gone holds the lock until it checks the socket. A server that does not run on Linux may
     * refuse the setting (PostgreSQL manual, "Client Connection Defaults").
     */
    private static final String SOCKET_CHECK = "client_connection_check_interval";

    /** Since PostgreSQL 17 (release notes). */
    private static final String TRANSACTION_TIMEOUT = "transaction_timeout";

    private static final String RESET_VISIBLE =
            "FOR changed IN SELECT name FROM pg_settings WHERE source = 'session' AND name <> 'search_path' LOOP"
                    + " EXECUTE 'RESET ' || quote_ident(changed); END LOOP;";

    /**
     * Lets a session of our own restore rows unchecked from now on, if the role has the right to. PostgreSQL discards the
     * plans of a session whenever this setting changes (PostgreSQL source, assign_session_replication_role).
     */
    private static final String UNCHECKED = """
            DO $e2e_migrations$ BEGIN
                PERFORM pg_catalog.set_config('session_replication_role', 'replica', false);
            EXCEPTION WHEN insufficient_privilege THEN
                NULL;
            END $e2e_migrations$""";

    private final MigrationOptions options;
    private final boolean borrowed;
    private final Map<String, String> roles = new LinkedHashMap<>();
    private int backend;
    private boolean hasTemporaryObjects;
    private boolean hasPreparedStatements;

    /**
     * Settings for a session that begins.
     *
     * @param borrowed whether the session is one of the application's, which keeps what it holds
     * @param connection the session's
     */
    SessionSettings(MigrationOptions options, boolean borrowed, Connection connection) {
        this.options = options;
        this.borrowed = borrowed;
        this.backend = backendOf(connection);
    }

    /**
     * The server's process as it named itself at the login, since the answer to the first message may be lost; 0 if the
     * driver does not tell. By reflection, because this module is compiled without PostgreSQL's driver.
     */
    private static int backendOf(Connection connection) {
        try {
            Class<?> driver = Class.forName(
                    "org.postgresql.PGConnection", false, connection.getClass().getClassLoader());
            return (int) driver.getMethod("getBackendPID").invoke(connection.unwrap(driver));
        } catch (ReflectiveOperationException | SQLException ex) {
            return 0;
        }
    }

    /** Adds the settings to the first message of the session, and reads the roles that the session has. */
    void addTo(RoundTrip roundTrip) {
        roundTrip.add(
                "SELECT current_setting('session_authorization'), current_setting('role'), pg_backend_pid()", row -> {
                    this.backend = row.getInt(3);
                    this.roles.put("session_authorization", row.getString(1));
                    this.roles.put("role", row.getString(2));
                });
        roundTrip.add(sql());
    }

    /** Reads what a session of the application's own holds, before migrations run in it. */
    void addHeldTo(RoundTrip roundTrip) {
        if (this.borrowed) {
            roundTrip.add("""
                    SELECT pg_my_temp_schema() <> 0 AND EXISTS (SELECT FROM pg_class WHERE relnamespace = pg_my_temp_schema()),
                           EXISTS (SELECT FROM pg_prepared_statements WHERE from_sql)""", row -> {
                this.hasTemporaryObjects = row.getBoolean(1);
                this.hasPreparedStatements = row.getBoolean(2);
            });
        }
    }

    /** Adds the settings of a reset. The application's session gets them for the transaction: a pooler may share it. */
    void addForReset(RoundTrip roundTrip, boolean configured) {
        if (this.borrowed) {
            addForTransaction(roundTrip);
        } else if (!configured) {
            roundTrip.add(Sql.CATALOG_PATH);
            addTo(roundTrip);
            roundTrip.add(UNCHECKED);
        }
    }

    /** Adds the settings to a message, until the end of its transaction. */
    private void addForTransaction(RoundTrip roundTrip) {
        roundTrip.add(sql(values(), true));
    }

    /** The statement with the settings, without roles. */
    String sql() {
        return sql(values(), false);
    }

    /** The process of the server that runs the session; 0 if it is not known yet. */
    int backend() {
        return this.backend;
    }

    private static String applicationName() {
        return "e2e-migrations pid " + ProcessHandle.current().pid();
    }

    /**
     * Ends a session that was lost, unless its number has passed to a session of others since. Its name is not compared: it
     * may not have got one.
     */
    static String terminateSql(int backend) {
        return "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid = " + backend
                + " AND pid <> pg_backend_pid() AND datname = current_database() AND usename = session_user"
                + " AND client_addr IS NOT DISTINCT FROM inet_client_addr()";
    }

    /**
     * The statements to run after those of a migration, in its transaction: they set everything anew, and drop what the
     * migration left in the session. In a session of the application's own, settings of custom names and objects stay,
     * because what the migration left cannot be told from what was there. RESET ALL resets the settings of the
     * transaction too, but not the roles
     * (PostgreSQL source, guc_tables.c). Advisory locks and LISTEN do not concern a later migration.
     */
    List<String> restoreSql(MigrationScript script) {
        List<String> statements = new ArrayList<>();
        statements.add(Sql.CATALOG_PATH);
        statements.add("""
                DO $e2e_migrations$
                DECLARE kept CONSTANT text := current_setting('%1$s', true); changed text;
                BEGIN
                %2$s
                SET LOCAL search_path = pg_catalog, pg_temp;
                PERFORM set_config('%1$s', kept, true);
                %3$s
                END $e2e_migrations$""".formatted(
                        DatabaseSession.KEPT_SETTING,
                        this.borrowed ? RESET_VISIBLE : "RESET ALL;",
                        this.hasTemporaryObjects ? "" : "DISCARD TEMP;"));
        Map<String, String> all = new LinkedHashMap<>(this.roles);
        all.putAll(values());
        statements.add(sql(all, false));
        if (mentions(script, CURSOR)) {
            statements.add("CLOSE ALL");
        }
        if (mentions(script, PREPARED) && !this.hasPreparedStatements) {
            // A statement of its own, because the driver recognizes it and prepares its own statements again.
            statements.add("DEALLOCATE ALL");
        }
        // Now, with the schema in the search path, deferred triggers find what they name, and their rows are seed data.
        statements.add("SET CONSTRAINTS ALL IMMEDIATE");
        statements.add(Sql.CATALOG_PATH);
        return statements;
    }

    private static boolean mentions(MigrationScript script, Pattern word) {
        return Stream.concat(script.up().stream(), script.down().stream())
                .anyMatch(statement -> word.matcher(statement.text()).find());
    }

    private Map<String, String> values() {
        Timeouts timeouts = this.options.timeouts();
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("search_path", Sql.path(this.options.schema()));
        settings.put("TimeZone", "UTC");
        settings.put("DateStyle", "ISO, YMD");
        settings.put("IntervalStyle", "postgres");
        settings.put("bytea_output", "hex");
        settings.put("extra_float_digits", "1");
        settings.put("application_name", applicationName());
        settings.put("statement_timeout", timeouts.statement().toMillis() + "ms");
        settings.put("lock_timeout", timeouts.lock().toMillis() + "ms");
        settings.put("idle_in_transaction_session_timeout", "0");
        settings.put("idle_session_timeout", "0");
        settings.put(TRANSACTION_TIMEOUT, "0");
        settings.put("default_transaction_read_only", "off");
        settings.put("default_transaction_deferrable", "off");
        settings.put("default_transaction_isolation", "read committed");
        settings.put("client_min_messages", "warning");
        // As a script was parsed, and as definitions are compared.
        settings.put("standard_conforming_strings", "on");
        settings.put("backslash_quote", "safe_encoding");
        settings.put("quote_all_identifiers", "off");
        settings.put("array_nulls", "on");
        settings.put("check_function_bodies", "on");
        // Avoids a wait for the disk after each migration. A crash of the server may lose the last migrations and their
        // rows in the history, but never one before another: the database stays consistent, and the next run continues
        // from there (PostgreSQL manual, "Asynchronous Commit").
        settings.put("synchronous_commit", "off");
        // Our cursors are read to the end.
        settings.put("cursor_tuple_fraction", "1");
        settings.put(SOCKET_CHECK, "2s");
        return settings;
    }

    /** One call for all of them, which the server parses in less time. One row, because a batch reads only the first. */
    private static String sql(Map<String, String> settings, boolean local) {
        return settings.entrySet().stream()
                .map(entry -> "(" + Sql.literal(entry.getKey()) + ", " + Sql.literal(entry.getValue()) + ")")
                .collect(Collectors.joining(
                        ", ",
                        "SELECT count(set_config(name, value, " + local + ")) FROM (VALUES ",
                        ") setting (name, value) WHERE CASE name WHEN '" + SOCKET_CHECK
                                + "' THEN version() LIKE '%linux%' WHEN '" + TRANSACTION_TIMEOUT
                                + "' THEN current_setting('transaction_timeout', true) IS NOT NULL ELSE true END"));
    }
}
