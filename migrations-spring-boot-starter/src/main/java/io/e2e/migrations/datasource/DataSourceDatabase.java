package io.e2e.migrations.datasource;

import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.database.TargetDatabase;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The database behind a DataSource. Its connections may come from a pool, so each is cleaned of our settings and of the
 * lock before it goes back. Closing leaves the DataSource alone: it belongs to the application.
 */
final class DataSourceDatabase implements TargetDatabase {

    private final DataSource dataSource;
    private volatile @Nullable String url;

    DataSourceDatabase(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    @Override
    public Connection connect() throws SQLException {
        Connection connection = this.dataSource.getConnection();
        this.url = withoutParameters(connection.getMetaData().getURL());
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("close") && !connection.isClosed()) {
                        discardSession(connection);
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException ex) {
                        throw ex.getTargetException();
                    }
                });
    }

    private static void discardSession(Connection connection) throws SQLException {
        try (Connection closing = connection;
                Statement statement = closing.createStatement()) {
            closing.setAutoCommit(true);
            statement.execute("DISCARD ALL");
        }
    }

    /** The parameters of a URL may hold a password. */
    private static String withoutParameters(@Nullable String url) {
        return url == null ? "unknown URL" : url.replaceFirst("[?;].*", "");
    }

    @Override
    public Optional<DatabaseAddress> address() {
        return Optional.empty();
    }

    @Override
    public String description() {
        return "the application's database" + (this.url == null ? "" : " at " + this.url);
    }

    @Override
    public void close() {
        // Nothing is ours.
    }
}
