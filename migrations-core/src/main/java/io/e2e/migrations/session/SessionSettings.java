package io.e2e.migrations.session;

import io.e2e.migrations.config.MigrationOptions;
import io.e2e.migrations.config.MigrationOptions.Timeouts;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The session's settings, as a part of its first message: none is inherited by accident. The JDBC driver would otherwise
 * send the JVM's time zone, and the bounds of months would move with it.
 */
final class SessionSettings {

    private SessionSettings() {}

    static String sql(MigrationOptions options) {
        Timeouts timeouts = options.timeouts();
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("search_path", Sql.identifier(options.schema()) + (isPublic(options) ? "" : ", public"));
        settings.put("TimeZone", "UTC");
        settings.put("DateStyle", "ISO, YMD");
        settings.put("IntervalStyle", "postgres");
        settings.put("bytea_output", "hex");
        settings.put("extra_float_digits", "1");
        settings.put("application_name", applicationName());
        settings.put("statement_timeout", timeouts.statement().toMillis() + "ms");
        settings.put("lock_timeout", timeouts.lock().toMillis() + "ms");
        settings.put("idle_in_transaction_session_timeout", "0");
        settings.put("client_min_messages", "warning");
        // A crash of the server may take the last migrations along, their rows in the history with them, and never one
        // without those before it: nothing is inconsistent, and the next run goes on from there (PostgreSQL manual,
        // "Asynchronous Commit"). A test need not wait for the disk, as it would once for each migration.
        settings.put("synchronous_commit", "off");
        // What is read through a cursor is read to its end.
        settings.put("cursor_tuple_fraction", "1");
        return "SELECT "
                + settings.entrySet().stream()
                        .map(entry -> set(entry.getKey(), entry.getValue()))
                        .collect(Collectors.joining(", "))
                // A backend whose client vanished keeps the lock until it next looks at the socket; a server on
                // another system than Linux refuses the setting (PostgreSQL manual, "Client Connection Defaults").
                + ", CASE WHEN version() LIKE '%linux%' THEN "
                + set("client_connection_check_interval", "2s")
                + " END";
    }

    private static boolean isPublic(MigrationOptions options) {
        return options.schema().equals("public");
    }

    private static String set(String name, String value) {
        return "set_config(" + Sql.literal(name) + ", " + Sql.literal(value) + ", false)";
    }

    private static String applicationName() {
        return "e2e-migrations pid " + ProcessHandle.current().pid();
    }
}
