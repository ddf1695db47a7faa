package io.e2e.migrations.datasource;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.jdbc.PgConnection;

/**
 * A connection of the application's DataSource, which may be a pool's. Closing it first restores the state in which it was
 * found. If that fails, the connection is aborted, so that no pool hands it out again. Not thread-safe.
 */
final class BorrowedConnection implements InvocationHandler {

    private final Connection connection;
    private final boolean autoCommit;
    private final boolean readOnly;
    private final @Nullable SessionState found;

    private BorrowedConnection(Connection connection) throws SQLException {
        this.connection = connection;
        this.autoCommit = connection.getAutoCommit();
        this.readOnly = connection.isReadOnly();
        if (!this.autoCommit) {
            connection.setAutoCommit(true);
        }
        if (this.readOnly) {
            connection.setReadOnly(false);
        }
        this.found = isPooled(connection) ? SessionState.readAndPrepare(connection) : null;
        if (this.found == null) {
            SessionState.prepare(connection);
        }
    }

    /** Whether the session may outlive the connection's {@code close}, as it does unless the driver itself made the connection. */
    private static boolean isPooled(Connection connection) {
        return connection.getClass() != PgConnection.class;
    }

    /** A connection whose {@code close} gives this one back as it is now. */
    static Connection of(Connection connection) throws SQLException {
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                new BorrowedConnection(connection));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        if (this.found != null && method.getName().equals("close") && !this.connection.isClosed()) {
            giveBack(this.found);
        }
        try {
            return method.invoke(this.connection, arguments);
        } catch (InvocationTargetException ex) {
            throw ex.getTargetException();
        }
    }

    private void giveBack(SessionState before) throws SQLException {
        try {
            // Ends a transaction that a migration has begun; nothing is sent if there is none.
            this.connection.setAutoCommit(false);
            this.connection.rollback();
            this.connection.setAutoCommit(true);
            before.restore(this.connection);
            this.connection.setReadOnly(this.readOnly);
            this.connection.setAutoCommit(this.autoCommit);
        } catch (SQLException ex) {
            try (Connection broken = this.connection) {
                broken.abort(Runnable::run);
            }
            throw ex;
        }
    }
}
