package io.e2e.migrations.embedded;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How an embedded server is made and configured. An immutable value: start from {@link #defaults()} and use the
 * {@code with…} copies.
 *
 * @param port where it listens on 127.0.0.1; 0 (the default) means a port that is free. A fixed port serves one server at a
 *     time
 * @param initdbOptions options of initdb about locale, encoding, text search and checksums, such as {@code
 *     --locale=de_DE.UTF-8}; they win over ours, which are UTF-8 and locale C. Empty by default
 * @param parameters PostgreSQL parameters beside ours, such as {@code work_mem = 64MB}; they win over ours. Those that say
 *     where the server listens and where its files are cannot be set. Empty by default
 * @param superuser whether roles are superusers, as in PostgreSQL's container image; by default they are ordinary roles that
 *     own their databases
 */
public record ServerSettings(int port, List<String> initdbOptions, Map<String, String> parameters, boolean superuser) {

    private static final ServerSettings DEFAULTS = new ServerSettings(0, List.of(), Map.of(), false);

    private static final int LAST_PORT = 65_535;

    public ServerSettings {
        if (port < 0 || port > LAST_PORT) {
            throw new IllegalArgumentException("port must be from 0 to " + LAST_PORT + ", not " + port);
        }
        initdbOptions = List.copyOf(initdbOptions);
        for (String option : initdbOptions) {
            SettableOptions.requireInitdbOption(option);
        }
        parameters = Collections.unmodifiableMap(new TreeMap<>(parameters));
        for (String parameter : parameters.keySet()) {
            SettableOptions.requireParameter(parameter);
        }
    }

    /** The settings of a test that says nothing. */
    public static ServerSettings defaults() {
        return DEFAULTS;
    }

    /** Written out, as each record's own comparison is linked anew in every JVM, which a start waits for. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ServerSettings that
                && this.port == that.port
                && this.initdbOptions.equals(that.initdbOptions)
                && this.parameters.equals(that.parameters)
                && this.superuser == that.superuser;
    }

    @Override
    public int hashCode() {
        return Objects.hash(this.port, this.initdbOptions, this.parameters, this.superuser);
    }

    /** A copy that listens on this port; 0 means one that is free. */
    public ServerSettings withPort(int port) {
        return new ServerSettings(port, this.initdbOptions, this.parameters, this.superuser);
    }

    /** A copy whose cluster is made with these options of initdb after ours. */
    public ServerSettings withInitdbOptions(List<String> initdbOptions) {
        return new ServerSettings(this.port, initdbOptions, this.parameters, this.superuser);
    }

    /** A copy that runs with these PostgreSQL parameters beside ours. */
    public ServerSettings withParameters(Map<String, String> parameters) {
        return new ServerSettings(this.port, this.initdbOptions, parameters, this.superuser);
    }

    /** A copy whose roles are superusers. */
    public ServerSettings withSuperuser() {
        return new ServerSettings(this.port, this.initdbOptions, this.parameters, true);
    }
}
