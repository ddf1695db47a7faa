package io.e2e.migrations.session;

import io.e2e.migrations.config.MigrationOptions;
import io.e2e.migrations.config.MigrationOptions.Timeouts;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The settings of a session, as a part of its first message. They do not depend on the environment: the JDBC driver,
 * for example, sets the JVM's time zone, which would shift the bounds of months.
 */
final class SessionSettings {

    private SessionSettings() {}

    static String sql(MigrationOptions options) {
        Timeouts timeouts = options.timeouts();
        Map<String, String> settings = new LinkedHashMap<>();
        String schema = options.schema();
        settings.put("search_path", Sql.identifier(schema) + (schema.equals("public") ? "" : ", public"));
        settings.put("TimeZone", "UTC");
        settings.put("DateStyle", "ISO, YMD");
        settings.put("IntervalStyle", "postgres");
        settings.put("bytea_output", "hex");
        settings.put("extra_float_digits", "1");
        settings.put(
                "application_name",
                "e2e-migrations pid " + ProcessHandle.current().pid());
        settings.put("statement_timeout", timeouts.statement().toMillis() + "ms");
        settings.put("lock_timeout", timeouts.lock().toMillis() + "ms");
        settings.put("idle_in_transaction_session_timeout", "0");
        settings.put("client_min_messages", "warning");
        // Avoids a wait for the disk after each migration. A crash of the server may lose the last migrations and their
        // rows in the history, but never one before another: the database stays consistent, and the next run continues
        // from there (PostgreSQL manual, "Asynchronous Commit").
        settings.put("synchronous_commit", "off");
        // Our cursors are read to the end.
        settings.put("cursor_tuple_fraction", "1");
        return "SELECT "
                + settings.entrySet().stream()
                        .map(entry -> set(entry.getKey(), entry.getValue()))
                        .collect(Collectors.joining(", "))
                // A backend whose client is gone holds the lock until it checks the socket. A server that does not run
                // on Linux may refuse the setting (PostgreSQL manual, "Client Connection Defaults").
                + ", CASE WHEN version() LIKE '%linux%' THEN "
                + set("client_connection_check_interval", "2s")
                + " END";
    }

    private static String set(String name, String value) {
        return "set_config(" + Sql.literal(name) + ", " + Sql.literal(value) + ", false)";
    }
}
