package io.e2e.migrations.datasource;

import io.e2e.migrations.config.Secret;
import io.e2e.migrations.database.DatabaseAccess;
import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.database.DatabaseRequest;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.network.Destination;
import io.e2e.migrations.provision.JdbcConnector;
import io.e2e.migrations.provision.PoolerException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGProperty;

/**
 * Opens the application's own database by its address, from which other databases of the same server can be reached. Of
 * several hosts the first is taken. Thread-safe.
 */
public final class UrlAccess implements DatabaseAccess {

    /** What an address says in its own components, as the driver names it. */
    private static final Set<PGProperty> OWN_COMPONENTS =
            Set.of(PGProperty.PG_HOST, PGProperty.PG_PORT, PGProperty.PG_DBNAME, PGProperty.USER, PGProperty.PASSWORD);

    private final DatabaseAddress address;
    private final HostGuard guard;

    private UrlAccess(DatabaseAddress address, HostGuard guard) {
        this.address = address;
        this.guard = guard;
    }

    /**
     * Reads and checks an address; nothing is sent there.
     *
     * @param url PostgreSQL's JDBC URL, which may hold parameters, user and password
     * @param user the role; {@code null} means the one in the URL, or the operating system's user
     * @param password the role's password; {@code null} means the one in the URL, or none
     * @param guard decides whether the server may be used by a test
     * @throws NotPostgresqlException if it is another product's URL
     * @throws HostNotAllowedException if it leads to a host that is not allowed
     */
    public static UrlAccess of(String url, @Nullable String user, @Nullable Secret password, HostGuard guard) {
        guard.check(url);
        Properties parsed = DriverDestination.parse(url, new Properties()).orElseThrow();
        DriverDestination destination = DriverDestination.of(parsed);
        Destination server = destination.servers().get(0);
        String found = user == null ? PGProperty.USER.getOrDefault(parsed) : user;
        String secret = password == null ? PGProperty.PASSWORD.getOrDefault(parsed) : password.value();
        DatabaseAddress address = new DatabaseAddress(
                server.host().contains(":") ? "[" + server.host() + "]" : server.host(),
                server.port(),
                destination.database(),
                found == null ? System.getProperty("user.name") : found,
                new Secret(secret == null ? "" : secret),
                parameters(parsed));
        return new UrlAccess(address, guard);
    }

    private static Map<String, String> parameters(Properties parsed) {
        Map<String, String> parameters = new TreeMap<>();
        parsed.stringPropertyNames().forEach(name -> parameters.put(name, parsed.getProperty(name)));
        OWN_COMPONENTS.forEach(property -> parameters.remove(property.getName()));
        return parameters;
    }

    @Override
    public TargetDatabase open(DatabaseRequest request) {
        return new UrlDatabase(
                this.address, JdbcConnector.within(request.timeouts().connect()), this.guard);
    }

    /**
     * The database at the address.
     *
     * @param where the address
     * @param connector connects to it
     * @param guard looks at each connection
     */
    private record UrlDatabase(DatabaseAddress where, JdbcConnector connector, HostGuard guard)
            implements TargetDatabase {

        @Override
        public Connection connect() throws SQLException {
            Connection connection = this.connector.connect(this.where);
            try {
                inspect(connection);
                PoolerException.check(connection, description());
                return connection;
            } catch (SQLException | RuntimeException ex) {
                connection.close();
                throw ex;
            }
        }

        @Override
        public void inspect(Connection connection) throws SQLException {
            this.guard.check(connection);
        }

        @Override
        public Optional<DatabaseAddress> address() {
            return Optional.of(this.where);
        }

        @Override
        public String description() {
            return "the application's database at " + this.where.plainUrl();
        }

        @Override
        public Optional<String> alternative() {
            return Optional.of(DataSourceAccess.USE_EMBEDDED);
        }

        @Override
        public void close() {
            // Nothing is ours.
        }
    }
}
