package io.e2e.migrations.datasource;

import io.e2e.migrations.network.Destination;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGProperty;

/**
 * Keeps a test from migrating a database that may be in use elsewhere: only loopback addresses, containers that the test
 * started, the host on which Testcontainers has started containers in this JVM, and hosts named in {@code
 * e2e.migrations.allowed-hosts}. It looks at what the driver will do, not only at the host in a URL. Immutable.
 *
 * @param allowedHosts names or addresses, or names of classes that make the driver's sockets; {@code *} for any characters
 * @param containers the JDBC URLs of containers that the test started; another port of their host is another server
 */
public record HostGuard(Set<String> allowedHosts, Set<String> containers) {

    /** Other drivers put a name of theirs before PostgreSQL's, as in {@code jdbc:p6spy:postgresql:}. */
    private static final Pattern WRAPPED = Pattern.compile("jdbc:([\\w:-]+?):(?:postgresql|postgis|pgvector)\\b");

    private static final Pattern USER_BEFORE_HOST =
            Pattern.compile("jdbc:postgresql:(?:[^?]*@|(?://)?[^?/]*%40).*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    public HostGuard {
        allowedHosts = Set.copyOf(allowedHosts);
        containers = Set.copyOf(containers);
    }

    /** A guard for a test that started no container. */
    public HostGuard(Set<String> allowedHosts) {
        this(allowedHosts, Set.of());
    }

    /**
     * Looks at where a URL leads.
     *
     * @param url the connection's JDBC URL
     * @throws NotPostgresqlException if it is not PostgreSQL's, or names a user before the host
     * @throws HostNotAllowedException if it leads to a host that is not allowed
     */
    public void check(@Nullable String url) {
        check(url, new Properties());
    }

    private void check(@Nullable String url, Properties properties) {
        if (url != null && USER_BEFORE_HOST.matcher(url).matches()) {
            throw NotPostgresqlException.userInUrl(SafeUrl.of(url));
        }
        Matcher wrapped = WRAPPED.matcher(String.valueOf(url));
        if (url != null && wrapped.lookingAt()) {
            throw NotPostgresqlException.wrapped(SafeUrl.of(url), wrapped.group(1), SafeUrl.of(plain(url, wrapped)));
        }
        if (url == null || !isPostgresql(url)) {
            throw NotPostgresqlException.otherProduct(SafeUrl.of(url));
        }
        check(DriverDestination.of(url, properties)
                .orElseThrow(() -> NotPostgresqlException.unreadable(SafeUrl.of(url))));
    }

    /**
     * Looks at where a DataSource says that it leads, if it says so; nothing is connected.
     *
     * @throws NotPostgresqlException if it names a user before the host, or if the driver cannot read its URL
     * @throws HostNotAllowedException if it leads to a host that is not allowed
     */
    public void check(DataSource dataSource) {
        ConfiguredConnection.of(dataSource).ifPresent(configured -> {
            Matcher wrapped = WRAPPED.matcher(configured.url());
            if (wrapped.lookingAt()) {
                DriverDestination.of(plain(configured.url(), wrapped), configured.properties())
                        .ifPresent(this::check);
            } else if (isPostgresql(configured.url())) {
                check(configured.url(), configured.properties());
            }
        });
    }

    private static String plain(String url, Matcher wrapped) {
        return "jdbc:postgresql" + url.substring(wrapped.end());
    }

    /** Other drivers wrap the one for PostgreSQL, or start a server; where they lead shows on a connection. */
    static boolean isPostgresql(String url) {
        return url.startsWith("jdbc:postgresql:");
    }

    /**
     * Looks at where a connection leads: at its URL, at the server that the driver chose, and, if that is to be this machine,
     * at the address of the other end and at the server's own. Nothing is written.
     *
     * @throws NotPostgresqlException if it is not PostgreSQL's
     * @throws HostNotAllowedException if it leads to a host that is not allowed
     * @throws SQLException the driver's own error
     */
    public void check(Connection connection) throws SQLException {
        Optional<DriverDestination> unknown = checkUnasked(connection);
        if (unknown.isPresent()) {
            Optional<String> elsewhere = LiveConnection.of(connection).serverElsewhere();
            if (elsewhere.isPresent()) {
                throw HostNotAllowedException.elsewhere(unknown.get(), elsewhere.get());
            }
        }
    }

    /**
     * Looks at where a connection leads as {@link #check(Connection)} does, but does not ask the server.
     *
     * @return where it leads if the server's own address must be looked at too
     */
    Optional<DriverDestination> checkUnasked(Connection connection) throws SQLException {
        String url = connection.getMetaData().getURL();
        check(url);
        LiveConnection live = LiveConnection.of(connection);
        DriverDestination named = DriverDestination.of(url, new Properties()).orElseThrow();
        Map<String, String> classes = new TreeMap<>(named.classes());
        live.socketFactory().ifPresent(name -> classes.putIfAbsent(PGProperty.SOCKET_FACTORY.getName(), name));
        DriverDestination chosen =
                new DriverDestination(live.server().map(List::of).orElse(named.servers()), named.database(), classes);
        check(chosen);
        if (!classes.isEmpty() || chosen.servers().stream().anyMatch(this::isTrusted)) {
            return Optional.empty();
        }
        live.peerElsewhere().ifPresent(address -> {
            throw HostNotAllowedException.elsewhere(chosen, address);
        });
        return Optional.of(chosen);
    }

    /**
     * Looks at the servers that a URL of another product names; a database in this process has none, and passes.
     *
     * @throws HostNotAllowedException if one of them is not allowed
     */
    public void checkServers(@Nullable String url) {
        if (url != null && !isPostgresql(url)) {
            check(new DriverDestination(servers(url), "", Map.of()));
        }
    }

    private void check(DriverDestination destination) {
        List<String> refused = destination.servers().stream()
                .filter(server -> !server.isThisMachine() && !isTrusted(server))
                .map(Destination::host)
                .toList();
        if (!refused.isEmpty()) {
            throw HostNotAllowedException.host(destination, String.join(",", refused));
        }
        destination.classes().forEach((property, name) -> {
            if (!isNamed(name) && !isContainers(name, destination)) {
                throw HostNotAllowedException.byClass(destination, property, name);
            }
        });
        for (Destination server : destination.servers()) {
            if (!isNamed(server)) {
                server.proxy().ifPresent(proxy -> {
                    throw HostNotAllowedException.throughProxy(destination, server, proxy);
                });
            }
        }
    }

    /** Whether a person, or a container that the test started, vouches for the server. */
    private boolean isTrusted(Destination server) {
        return isNamed(server)
                || isContainer(server)
                || (!server.isThisMachine()
                        && DockerHost.inUse()
                                .filter(server.host()::equalsIgnoreCase)
                                .isPresent());
    }

    private boolean isContainer(Destination server) {
        return this.containers.stream().anyMatch(url -> servers(url).contains(server));
    }

    /** The URL of a container may name a class, for this container only. */
    private boolean isContainers(String name, DriverDestination destination) {
        return this.containers.stream()
                .filter(HostGuard::isPostgresql)
                .flatMap(url -> DriverDestination.of(url, new Properties()).stream())
                .anyMatch(container -> container.classes().containsValue(name)
                        && container.servers().containsAll(destination.servers()));
    }

    private static List<Destination> servers(String url) {
        return isPostgresql(url)
                ? DriverDestination.of(url, new Properties())
                        .map(DriverDestination::servers)
                        .orElse(List.of())
                : SafeUrl.servers(url);
    }

    private boolean isNamed(Destination server) {
        return isNamed(server.host()) || isNamed("[" + server.host() + "]");
    }

    private boolean isNamed(String name) {
        return this.allowedHosts.stream()
                .anyMatch(allowed -> Pattern.compile(
                                Pattern.quote(allowed).replace("*", "\\E.*\\Q"), Pattern.CASE_INSENSITIVE)
                        .matcher(name)
                        .matches());
    }
}
