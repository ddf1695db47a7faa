package io.e2e.migrations.datasource;

import io.e2e.migrations.database.UncheckedConnection;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
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

    private BorrowedConnection(Connection connection, String question, Check check) throws SQLException {
        this.connection = connection;
        this.autoCommit = connection.getAutoCommit();
        this.readOnly = connection.isReadOnly();
        makeWritable(connection);
        this.found = isPooled(connection) ? readAndPrepare(connection, question, check) : null;
        if (this.found == null) {
            check.check(connection);
            SessionState.prepare(connection);
        }
    }

    /** Sends each message in a transaction of its own, which may write. */
    static void makeWritable(Connection connection) throws SQLException {
        if (!connection.getAutoCommit()) {
            connection.setAutoCommit(true);
        }
        if (connection.isReadOnly()) {
            connection.setReadOnly(false);
        }
    }

    private static SessionState readAndPrepare(Connection connection, String question, Check check)
            throws SQLException {
        try {
            return SessionState.readAndPrepare(connection, List.of(question));
        } catch (SQLException ex) {
            if (!UncheckedConnection.REFUSED.equals(ex.getSQLState())) {
                throw ex;
            }
            check.check(connection);
            return SessionState.readAndPrepare(connection, List.of());
        }
    }

    /** Whether the session may outlive the connection's {@code close}, as it does unless the driver itself made the connection. */
    static boolean isPooled(Connection connection) {
        return connection.getClass() != PgConnection.class;
    }

    /**
     * A connection whose {@code close} gives this one back as it is now.
     *
     * @param question fails unless the connection may be used
     * @param check finds out whether it may
     */
    static Connection of(Connection connection, String question, Check check) throws SQLException {
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                new BorrowedConnection(connection, question, check));
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

    /** Throws unless a connection may be used. */
    interface Check {

        void check(Connection connection) throws SQLException;
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
