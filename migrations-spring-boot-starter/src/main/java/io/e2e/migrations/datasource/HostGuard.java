package io.e2e.migrations.datasource;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/**
 * Keeps a test from migrating a database that may be in use elsewhere: only loopback addresses, containers that the test
 * started, the host on which Testcontainers has started containers in this JVM, and hosts named in {@code
 * e2e.migrations.allowed-hosts}. Immutable.
 *
 * @param allowedHosts names or addresses, {@code *} for any characters
 * @param containers the JDBC URLs of containers that the test started; another port of their host is another server
 */
public record HostGuard(Set<String> allowedHosts, Set<String> containers) {

    /** Scheme, user and password, place, parameters. */
    private static final Pattern URL =
            Pattern.compile("((?:jdbc:)?[\\w-]+:(?=//)|jdbc:[\\w-]+:|)([^?;@]*@)?([^?;@]*)([?;][^@]*)?");

    /** Other drivers put a name of theirs before PostgreSQL's, as in {@code jdbc:p6spy:postgresql:}. */
    private static final Pattern WRAPPED = Pattern.compile("jdbc:([\\w:-]+?):(?:postgresql|postgis|pgvector)\\b");

    private static final Pattern SERVER = Pattern.compile("jdbc:[^/?;]*//(?:[^/?;@]*@)?([^/?;@]+)(?:[/?;].*)?");

    private static final Pattern LITERAL_ADDRESS = Pattern.compile("[0-9.]+|[0-9a-fA-F:]*:[0-9a-fA-F:.]*");

    public HostGuard {
        allowedHosts = Set.copyOf(allowedHosts);
        containers = Set.copyOf(containers);
    }

    /** A guard for a test that started no container. */
    public HostGuard(Set<String> allowedHosts) {
        this(allowedHosts, Set.of());
    }

    /**
     * Looks at where a connection leads.
     *
     * @param url the connection's JDBC URL
     * @throws NotPostgresqlException if it is not PostgreSQL's, or names a user before the host
     * @throws HostNotAllowedException if it leads to a host that is not allowed
     */
    public void check(@Nullable String url) {
        if (url != null && url.matches("(?s)jdbc:postgresql:[^?]*@.*")) {
            throw NotPostgresqlException.userInUrl(withoutSecrets(url));
        }
        Properties parsed = url == null ? null : Driver.parseURL(url, new Properties());
        Matcher wrapped = WRAPPED.matcher(String.valueOf(url));
        if (wrapped.lookingAt()) {
            String plain = "jdbc:postgresql" + String.valueOf(url).substring(wrapped.end());
            throw NotPostgresqlException.wrapped(withoutSecrets(url), wrapped.group(1), withoutSecrets(plain));
        }
        if (parsed == null) {
            throw NotPostgresqlException.otherProduct(withoutSecrets(url));
        }
        String hosts = String.valueOf(PGProperty.PG_HOST.getOrDefault(parsed));
        List<String> refused =
                Arrays.stream(hosts.split(",")).filter(host -> !isAllowed(host)).toList();
        if (!refused.isEmpty() && !isContainer(String.valueOf(url))) {
            throw new HostNotAllowedException(
                    String.join(",", refused), String.valueOf(PGProperty.PG_DBNAME.getOrDefault(parsed)));
        }
    }

    /** A URL to be shown: its parameters and what precedes an {@code @} may contain a password. */
    public static String withoutSecrets(@Nullable String url) {
        if (url == null) {
            return "unknown URL";
        }
        Matcher parts = URL.matcher(url);
        if (!parts.matches()) {
            return "…";
        }
        return parts.group(1) + (parts.group(2) == null ? "" : "…@") + parts.group(3);
    }

    /** The host and, if it has one, the port in a JDBC URL of any product; empty if the URL names no server. */
    public static Optional<String> server(String url) {
        Matcher matcher = SERVER.matcher(url);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    private boolean isContainer(String url) {
        return server(url)
                .filter(server -> this.containers.stream()
                        .anyMatch(container -> server(container).equals(Optional.of(server))))
                .isPresent();
    }

    private boolean isAllowed(String host) {
        return isLoopback(host)
                || this.allowedHosts.stream()
                        .anyMatch(allowed -> Pattern.compile(
                                        Pattern.quote(allowed).replace("*", "\\E.*\\Q"), Pattern.CASE_INSENSITIVE)
                                .matcher(host)
                                .matches())
                || DockerHost.inUse().filter(host::equalsIgnoreCase).isPresent();
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
