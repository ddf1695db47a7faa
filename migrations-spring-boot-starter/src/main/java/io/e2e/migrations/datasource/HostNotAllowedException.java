package io.e2e.migrations.datasource;

import io.e2e.migrations.config.MigrationException;
import io.e2e.migrations.network.Destination;

/** A connection leads to a server that may be in use elsewhere. Nothing was written there. */
public final class HostNotAllowedException extends MigrationException {

    private final String host;
    private final String database;
    private final String reason;

    private HostNotAllowedException(DriverDestination destination, String host, String reason, String way) {
        super(
                "The database '" + SafeUrl.database(destination.database()) + "' " + reason
                        + "; a test does not migrate it.",
                DataSourceAccess.USE_EMBEDDED + way + " e2e.migrations.allowed-hosts=" + SafeUrl.host(host) + ".",
                null);
        this.host = SafeUrl.host(host);
        this.database = SafeUrl.database(destination.database());
        this.reason = reason;
    }

    static HostNotAllowedException host(DriverDestination destination, String hosts) {
        return new HostNotAllowedException(
                destination,
                hosts,
                "is on host '" + SafeUrl.host(hosts) + "', which is neither this machine nor a container of this test",
                " If it is a test database, name the host:");
    }

    static HostNotAllowedException byClass(DriverDestination destination, String property, String name) {
        return new HostNotAllowedException(
                destination,
                name,
                "is wherever the class '" + name + "' connects, which the driver's property " + property
                        + " names, and not on the host of its URL",
                " If the class leads to a test database only, name it:");
    }

    static HostNotAllowedException throughProxy(DriverDestination destination, Destination server, String proxy) {
        return new HostNotAllowedException(
                destination,
                server.host(),
                "is reached through the SOCKS proxy " + proxy + ", which decides what '" + server.host() + "' is",
                " To connect without the proxy, add the host to the system property socksNonProxyHosts. If it is a test"
                        + " database, name the host:");
    }

    static HostNotAllowedException elsewhere(DriverDestination destination, String address) {
        String host = destination.servers().get(0).host();
        return new HostNotAllowedException(
                destination,
                host,
                "is to be on host '" + host + "', which is this machine, but the connection leads to the server at "
                        + address + ", as a forwarded port does",
                " If it is a test database, name the host:");
    }

    /** The host that was refused, or the class that leads to it. */
    public String host() {
        return this.host;
    }

    /** The database's name. */
    public String database() {
        return this.database;
    }

    /** Why the host was refused, to be read after the name of the database. */
    public String reason() {
        return this.reason;
    }
}
