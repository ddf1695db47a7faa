package io.e2e.migrations.datasource;

import io.e2e.migrations.network.Destination;
import java.lang.reflect.Field;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.PGStream;
import org.postgresql.core.QueryExecutorBase;

/**
 * An open connection to PostgreSQL, asked where it leads.
 *
 * @param connection the connection, as the DataSource gave it
 * @param driver the driver's connection in it; {@code null} if a proxy hides it
 */
record LiveConnection(Connection connection, @Nullable BaseConnection driver) {

    /** Where the server itself is, whatever forwards connections to it; nothing in a Unix socket (PostgreSQL manual, 9.27). */
    private static final String SERVER_ADDRESS = "SELECT pg_catalog.host(pg_catalog.inet_server_addr())";

    static LiveConnection of(Connection connection) {
        try {
            return new LiveConnection(connection, connection.unwrap(BaseConnection.class));
        } catch (SQLException | RuntimeException ex) {
            return new LiveConnection(connection, null);
        }
    }

    /** The server that the driver chose. */
    Optional<Destination> server() {
        return Optional.ofNullable(this.driver)
                .map(found -> found.getQueryExecutor().getHostSpec())
                .map(chosen -> new Destination(chosen.getHost(), chosen.getPort()));
    }

    /** The class that made the socket, if it is not Java's. */
    Optional<String> socketFactory() {
        return stream()
                .map(stream -> stream.getSocketFactory().getClass())
                .filter(type -> !type.equals(SocketFactory.getDefault().getClass()))
                .map(Class::getName);
    }

    /** The address of the other end, if it is not this machine's. */
    Optional<String> peerElsewhere() {
        return stream()
                .map(PGStream::getSocket)
                .map(Socket::getRemoteSocketAddress)
                .filter(InetSocketAddress.class::isInstance)
                .map(address -> ((InetSocketAddress) address).getAddress())
                .filter(address -> !Destination.isOwn(address))
                .map(InetAddress::getHostAddress);
    }

    /** The server's own address, if that shows that the connection does not lead to this machine. */
    Optional<String> serverElsewhere() throws SQLException {
        // A private address may be that of a container whose port this machine publishes.
        return serverAddress()
                .filter(address -> !Destination.isPrivate(address) && !Destination.isOwn(address))
                .map(InetAddress::getHostAddress);
    }

    private Optional<PGStream> stream() {
        if (this.driver == null) {
            return Optional.empty();
        }
        try {
            Field field = QueryExecutorBase.class.getDeclaredField("pgStream");
            field.setAccessible(true);
            return Optional.ofNullable((PGStream) field.get(this.driver.getQueryExecutor()));
        } catch (ReflectiveOperationException | RuntimeException ex) {
            // Another version of the driver: the server that it chose and the server's own address remain.
            return Optional.empty();
        }
    }

    private Optional<InetAddress> serverAddress() throws SQLException {
        try (Statement statement = this.connection.createStatement();
                ResultSet row = statement.executeQuery(SERVER_ADDRESS)) {
            String address = row.next() ? row.getString(1) : null;
            return address == null ? Optional.empty() : Optional.of(InetAddress.getByName(address));
        } catch (UnknownHostException ex) {
            throw new SQLException("The server's address is not one", ex);
        } finally {
            if (!this.connection.getAutoCommit()) {
                this.connection.rollback();
            }
        }
    }
}
