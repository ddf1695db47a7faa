package io.e2e.migrations.kubernetes;

import io.e2e.migrations.config.Secret;
import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.provision.JdbcConnector;
import io.e2e.migrations.provision.PoolerException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Logs in to PostgreSQL, once per call, and knows which failures are transient. */
final class PostgresLogin {

    /** Databases that every server has, to list the others from; the first may have been dropped. */
    private static final List<String> MAINTENANCE = List.of("postgres", "template1");

    private static final String DATABASES =
            "SELECT datname FROM pg_catalog.pg_database WHERE datallowconn AND NOT datistemplate ORDER BY 1";

    private PostgresLogin() {}

    /**
     * Opens a connection on which no statement has run.
     *
     * @param limit how long the login may take, rounded up to seconds; it does not limit later statements
     */
    static Connection connect(DatabaseAddress address, Duration limit) throws SQLException {
        return JdbcConnector.within(limit).connect(address);
    }

    /**
     * Opens a connection on which PostgreSQL has answered a query, because a server that is starting or stopping may accept a
     * login only.
     *
     * @param server the server, in a line
     * @throws PoolerException if the answer comes through a pooler
     */
    static FirstConnection first(DatabaseAddress address, Duration limit, String server) throws SQLException {
        Connection connection = connect(address, limit);
        try {
            PoolerException.checkService(connection, server);
            return new FirstConnection(address, connection);
        } catch (SQLException | RuntimeException ex) {
            connection.close();
            throw ex;
        }
    }

    /**
     * Whether waiting can help: the connection failed (class 08), or the server is starting, stopping, recovering or full.
     * The driver reports a missing password as 08004, but also a connection that breaks while the server lists its methods
     * of authentication.
     *
     * @param password the password of the failed login
     * @see <a href="https://www.postgresql.org/docs/current/errcodes-appendix.html">PostgreSQL's error codes</a>
     */
    static boolean isTransient(SQLException ex, Secret password) {
        String state = String.valueOf(ex.getSQLState());
        return switch (state) {
            case "57P01", "57P02", "57P03", "53300" -> true;
            case "08004" -> !password.value().isEmpty();
            default -> state.startsWith("08");
        };
    }

    /** Lists the databases of a server that refused one; {@code null} if they cannot be listed. */
    static @Nullable List<String> databases(DatabaseAddress refused, Duration limit) {
        for (String database : MAINTENANCE) {
            try (Connection connection = connect(refused.withDatabase(database), limit);
                    Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(DATABASES)) {
                List<String> names = new ArrayList<>();
                while (rows.next()) {
                    names.add(rows.getString(1));
                }
                return names;
            } catch (SQLException ex) {
                // The names only explain another error, and the next database may provide them.
            }
        }
        return null;
    }
}
