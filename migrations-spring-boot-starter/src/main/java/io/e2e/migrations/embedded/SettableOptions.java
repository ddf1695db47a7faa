package io.e2e.migrations.embedded;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Which parameters of PostgreSQL and options of initdb a user may choose, and what to say of the others. */
final class SettableOptions {

    /** The name stands unquoted in postgresql.conf, so it must not be able to end its line. */
    private static final Pattern PARAMETER = Pattern.compile("[A-Za-z_][A-Za-z0-9_.]*");

    /** Those about the contents of a cluster (PostgreSQL documentation, initdb), each one word with its value. */
    private static final Pattern INITDB_OPTION = Pattern.compile(
            "--(?:locale|lc-(?:collate|ctype|messages|monetary|numeric|time)|locale-provider|icu-locale|icu-rules"
                    + "|builtin-locale|encoding|text-search-config)=.+|--no-locale|--(?:no-)?data-checksums");

    private static final String FILES = "The server's files are in e2e.migrations.embedded.run-directory";

    private static final String LISTENING =
            "The server listens on 127.0.0.1 only, and there on e2e.migrations.embedded.port";

    private static final String LOG = "The server's log goes where a failed start can show it";

    private static final Map<String, String> FIXED = Map.ofEntries(
            Map.entry("port", "Set e2e.migrations.embedded.port instead"),
            Map.entry("listen_addresses", LISTENING),
            Map.entry("unix_socket_directories", LISTENING),
            Map.entry("data_directory", FILES),
            Map.entry("config_file", FILES),
            Map.entry("ident_file", FILES),
            Map.entry("external_pid_file", FILES),
            Map.entry("logging_collector", LOG),
            Map.entry("log_destination", LOG));

    private SettableOptions() {}

    static void requireParameter(String name) {
        if (!PARAMETER.matcher(name).matches()) {
            throw new IllegalArgumentException("parameters names no parameter of PostgreSQL: " + name);
        }
        String fixed = FIXED.get(name.toLowerCase(Locale.ROOT));
        if (fixed != null) {
            throw new IllegalArgumentException("parameters cannot have " + name + ". " + fixed);
        }
    }

    static void requireInitdbOption(String option) {
        if (!INITDB_OPTION.matcher(option).matches()) {
            throw new IllegalArgumentException("initdbOptions cannot have " + option
                    + ". It takes options of initdb about locale, encoding, text search and checksums, such as"
                    + " --locale=de_DE.UTF-8");
        }
    }
}
