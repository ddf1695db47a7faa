package io.e2e.migrations.datasource;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A connection of the application's DataSource, which may be a pool's. Closing it first restores the state in which it was
 * found. If that fails, the connection is aborted, so that no pool hands it out again. Not thread-safe.
 */
final class BorrowedConnection implements InvocationHandler {

    private final Connection connection;
    private final boolean autoCommit;
    private final boolean readOnly;
    private final SessionState found;

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
        this.found = SessionState.readAndPrepare(connection);
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
        if (method.getName().equals("close") && !this.connection.isClosed()) {
            giveBack();
        }
        try {
            return method.invoke(this.connection, arguments);
        } catch (InvocationTargetException ex) {
            throw ex.getTargetException();
        }
    }

    private void giveBack() throws SQLException {
        try {
            // Ends a transaction that a migration has begun; nothing is sent if there is none.
            this.connection.setAutoCommit(false);
            this.connection.rollback();
            this.connection.setAutoCommit(true);
            this.found.restore(this.connection);
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
