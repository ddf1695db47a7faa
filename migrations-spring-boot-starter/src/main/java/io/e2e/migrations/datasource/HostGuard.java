package io.e2e.migrations.datasource;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/**
 * Keeps a test from migrating a database that may be in use elsewhere: only loopback addresses, containers that the test
 * started, and hosts named in {@code e2e.migrations.allowed-hosts}. Immutable.
 *
 * @param allowedHosts names or addresses, {@code *} for any characters
 * @param container whether the test started the database itself, as a container
 */
public record HostGuard(Set<String> allowedHosts, boolean container) {

    private static final Pattern LITERAL_ADDRESS = Pattern.compile("[0-9.]+|[0-9a-fA-F:]*:[0-9a-fA-F:.]*");

    public HostGuard {
        allowedHosts = Set.copyOf(allowedHosts);
    }

    /**
     * Looks at where a connection leads.
     *
     * @param url the connection's JDBC URL
     * @throws NotPostgresqlException if it is not PostgreSQL's
     * @throws HostNotAllowedException if it leads to a host that is not allowed
     */
    void check(@Nullable String url) {
        Properties parsed = url == null ? null : Driver.parseURL(url, new Properties());
        if (parsed == null) {
            throw new NotPostgresqlException(withoutParameters(url));
        }
        String hosts = String.valueOf(PGProperty.PG_HOST.getOrDefault(parsed));
        List<String> refused =
                Arrays.stream(hosts.split(",")).filter(host -> !isAllowed(host)).toList();
        if (!this.container && !refused.isEmpty()) {
            throw new HostNotAllowedException(
                    String.join(",", refused), String.valueOf(PGProperty.PG_DBNAME.getOrDefault(parsed)));
        }
    }

    /** The parameters of a URL may hold a password. */
    static String withoutParameters(@Nullable String url) {
        return url == null ? "unknown URL" : url.replaceFirst("[?;].*", "");
    }

    private boolean isAllowed(String host) {
        return isLoopback(host)
                || this.allowedHosts.stream()
                        .anyMatch(allowed -> Pattern.compile(
                                        Pattern.quote(allowed).replace("*", "\\E.*\\Q"), Pattern.CASE_INSENSITIVE)
                                .matcher(host)
                                .matches());
    }

    /** By the address itself; a name other than localhost may lead anywhere tomorrow. */
    private static boolean isLoopback(String host) {
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        if (bare.equalsIgnoreCase("localhost")) {
            return true;
        }
        try {
            return LITERAL_ADDRESS.matcher(bare).matches()
                    && InetAddress.getByName(bare).isLoopbackAddress();
        } catch (UnknownHostException ex) {
            return false;
        }
    }
}
