package io.e2e.migrations.embedded.process;

import io.e2e.migrations.database.DatabaseAddress;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.Properties;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/**
 * Opens single connections to an address with the driver itself, past {@code DriverManager} and its list of drivers.
 * Making one loads the driver, so it is worth making early, while a server starts. Immutable.
 */
public final class Connector {

    private final DatabaseAddress address;
    private final Duration timeout;
    private final Driver driver = new Driver();

    /**
     * A connector that has not connected yet.
     *
     * @param address where, as whom and with what password
     * @param timeout how long one attempt may take; the driver counts in seconds, so it is rounded up
     */
    public Connector(DatabaseAddress address, Duration timeout) {
        this.address = address;
        this.timeout = timeout;
    }

    public Connection connect() throws SQLException {
        return connect("");
    }

    /** Connects with server parameters in the form of the driver's {@code options}, such as {@code -c jit=off}. */
    public Connection connect(String options) throws SQLException {
        Properties properties = new Properties();
        PGProperty.USER.set(properties, this.address.user());
        PGProperty.PASSWORD.set(properties, this.address.password().value());
        PGProperty.APPLICATION_NAME.set(properties, "e2e-migrations");
        // Both: one covers the socket, the other the whole handshake.
        PGProperty.CONNECT_TIMEOUT.set(properties, seconds());
        PGProperty.LOGIN_TIMEOUT.set(properties, seconds());
        // Our own server on the loopback speaks neither; asking would cost a round trip each.
        PGProperty.SSL_MODE.set(properties, "disable");
        PGProperty.GSS_ENC_MODE.set(properties, "disable");
        if (!options.isEmpty()) {
            PGProperty.OPTIONS.set(properties, options);
        }
        Connection connection = this.driver.connect(this.address.jdbcUrl(), properties);
        return Objects.requireNonNull(connection, "not a PostgreSQL URL");
    }

    /** The same in another database. */
    public Connector in(String database) {
        DatabaseAddress there = new DatabaseAddress(
                this.address.host(), this.address.port(), database, this.address.user(), this.address.password());
        return new Connector(there, this.timeout);
    }

    private int seconds() {
        return (int)
                Math.min(Integer.MAX_VALUE, this.timeout.plusNanos(999_999_999).toSeconds());
    }
}
