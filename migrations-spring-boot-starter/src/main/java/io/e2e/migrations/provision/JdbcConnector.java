package io.e2e.migrations.provision;

import io.e2e.migrations.database.DatabaseAddress;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/**
 * Opens single connections with PostgreSQL's driver itself, not through {@code DriverManager} and its list of drivers. All
 * connections that this library opens come from here, except those of a DataSource of the application. Immutable and
 * thread-safe.
 */
public final class JdbcConnector {

    private static final Driver DRIVER = new Driver();

    private static final int LONGEST_TIMEOUT = Integer.MAX_VALUE / 1000;

    private final boolean ours;
    private final Properties properties = new Properties();

    private JdbcConnector(boolean ours, Properties properties) {
        this.ours = ours;
        this.properties.putAll(properties);
    }

    /** Creates a connector for connections of the application, with these properties of the driver. */
    public static JdbcConnector forApplication(Properties properties) {
        return new JdbcConnector(false, properties);
    }

    /**
     * Creates a connector for connections of this library, which the server's views show as {@code e2e-migrations}.
     *
     * @param timeout how long each step of a login may take, rounded up to the driver's seconds; it does not limit later
     *     statements
     */
    public static JdbcConnector within(Duration timeout) {
        long seconds = Math.max(1, timeout.plusNanos(999_999_999).toSeconds());
        String limit = Long.toString(Math.min(LONGEST_TIMEOUT, seconds));
        return new JdbcConnector(true, new Properties())
                .with(PGProperty.APPLICATION_NAME, "e2e-migrations")
                .with(PGProperty.CONNECT_TIMEOUT, limit)
                .with(PGProperty.CANCEL_SIGNAL_TIMEOUT, limit)
                .with(PGProperty.TCP_KEEP_ALIVE, "true")
                // Through a tunnel the TCP connection always succeeds, so the time for each answer is limited too.
                .with(PGProperty.SOCKET_TIMEOUT, limit);
    }

    /** A copy with this property of the driver. */
    public JdbcConnector with(PGProperty property, String value) {
        JdbcConnector copy = new JdbcConnector(this.ours, this.properties);
        property.set(copy.properties, value);
        return copy;
    }

    /**
     * Opens a connection on which no statement has run; the caller closes it.
     *
     * @throws SQLException the driver's own error
     */
    public Connection connect(DatabaseAddress address) throws SQLException {
        Properties login = new Properties();
        login.putAll(this.properties);
        PGProperty.USER.set(login, address.user());
        PGProperty.PASSWORD.set(login, address.password().value());
        Connection connection = DRIVER.connect(this.ours ? withoutName(address).jdbcUrl() : address.jdbcUrl(), login);
        if (connection == null) {
            throw new SQLException("not a PostgreSQL URL: " + address.plainUrl());
        }
        if (this.ours && !address.parameters().containsKey(PGProperty.SOCKET_TIMEOUT.getName())) {
            connection.setNetworkTimeout(Runnable::run, 0);
        }
        return connection;
    }

    /** A URL's parameters win over properties, but the application name is how other processes find the owner alive. */
    private static DatabaseAddress withoutName(DatabaseAddress address) {
        Map<String, String> parameters = new TreeMap<>(address.parameters());
        parameters.remove(PGProperty.APPLICATION_NAME.getName());
        return new DatabaseAddress(
                address.host(), address.port(), address.database(), address.user(), address.password(), parameters);
    }
}
