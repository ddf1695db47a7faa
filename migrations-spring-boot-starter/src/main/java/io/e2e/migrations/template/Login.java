package io.e2e.migrations.template;

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
 * Opens single connections to the databases of a server. Immutable.
 *
 * @param address of the configured database
 * @param timeout how long one attempt may take
 */
record Login(DatabaseAddress address, Duration timeout) {

    /** A new connection to this database, which names itself so in the server's views. */
    Connection connect(String database, String applicationName) throws SQLException {
        Properties properties = new Properties();
        PGProperty.USER.set(properties, this.address.user());
        PGProperty.PASSWORD.set(properties, this.address.password().value());
        PGProperty.APPLICATION_NAME.set(properties, applicationName);
        int seconds = (int) Math.max(1, this.timeout.plusMillis(999).toSeconds());
        PGProperty.CONNECT_TIMEOUT.set(properties, seconds);
        PGProperty.LOGIN_TIMEOUT.set(properties, seconds);
        DatabaseAddress there = named(database);
        Connection connection = new Driver().connect(there.jdbcUrl(), properties);
        if (connection == null) {
            throw new SQLException("not a PostgreSQL URL: " + there.plainUrl());
        }
        return connection;
    }

    /** What a URL says wins with the driver, and the name by which others know that we live must be ours. */
    private DatabaseAddress named(String database) {
        Map<String, String> parameters = new TreeMap<>(this.address.parameters());
        parameters.remove(PGProperty.APPLICATION_NAME.getName());
        return new DatabaseAddress(
                this.address.host(),
                this.address.port(),
                database,
                this.address.user(),
                this.address.password(),
                parameters);
    }
}
