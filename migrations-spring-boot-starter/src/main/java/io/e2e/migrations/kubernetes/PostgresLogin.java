package io.e2e.migrations.kubernetes;

import io.e2e.migrations.database.DatabaseAddress;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/** Logs in to PostgreSQL, once per call, and tells which failures waiting can mend. */
final class PostgresLogin {

    /** Databases that clusters have of their own, for asking which others there are; the first may have been dropped. */
    private static final List<String> MAINTENANCE = List.of("postgres", "template1");

    private PostgresLogin() {}

    /**
     * A new connection on which no statement has run.
     *
     * @param limit how long the login may take, rounded up to seconds; it does not limit later statements
     */
    static Connection connect(DatabaseAddress address, Duration limit) throws SQLException {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {address.host()});
        source.setPortNumbers(new int[] {address.port()});
        source.setDatabaseName(address.database());
        source.setUser(address.user());
        source.setPassword(address.password().value());
        source.setApplicationName("e2e-migrations");
        int seconds = (int) Math.max(1, limit.plusMillis(999).toSeconds());
        source.setConnectTimeout(seconds);
        // Through a tunnel the TCP connection always comes about, so it is the answers that must be limited.
        source.setSocketTimeout(seconds);
        Connection connection = source.getConnection();
        try {
            connection.setNetworkTimeout(Runnable::run, 0);
            return connection;
        } catch (SQLException ex) {
            connection.close();
            throw ex;
        }
    }

    /**
     * Whether waiting can help: the connection failed (class 08), or the server is starting, stopping, recovering or full.
     * 08004 is the driver's word for a login that lacks a password.
     *
     * @see <a href="https://www.postgresql.org/docs/current/errcodes-appendix.html">PostgreSQL's error codes</a>
     */
    static boolean canPass(SQLException ex) {
        String state = String.valueOf(ex.getSQLState());
        return switch (state) {
            case "57P01", "57P02", "57P03", "53300" -> true;
            case "08004" -> false;
            default -> state.startsWith("08");
        };
    }

    /** The databases of a server that refused one, or {@code null} if they cannot be asked. */
    static @Nullable List<String> databases(DatabaseAddress refused, Duration limit) {
        return MAINTENANCE.stream()
                .map(name -> databasesSeenFrom(name, refused, limit))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private static @Nullable List<String> databasesSeenFrom(String database, DatabaseAddress refused, Duration limit) {
        DatabaseAddress address =
                new DatabaseAddress(refused.host(), refused.port(), database, refused.user(), refused.password());
        String sql = "SELECT datname FROM pg_catalog.pg_database WHERE datallowconn AND NOT datistemplate ORDER BY 1";
        try (Connection connection = connect(address, limit);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> names = new ArrayList<>();
            while (rows.next()) {
                names.add(rows.getString(1));
            }
            return names;
        } catch (SQLException ex) {
            return null;
        }
    }
}
