package io.e2e.migrations.testing;

import io.e2e.migrations.database.ForwardingDatabase;
import io.e2e.migrations.database.TargetDatabase;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/** A database whose connections break: the socket is really closed under the driver, which then says so itself. */
public final class CutDatabase implements ForwardingDatabase {

    private final TargetDatabase database;
    private final AtomicInteger messagesLeft;
    private final boolean forGood;
    private final boolean refusing;

    private CutDatabase(TargetDatabase database, int messages, boolean forGood, boolean refusing) {
        this.database = database;
        this.messagesLeft = new AtomicInteger(messages);
        this.forGood = forGood;
        this.refusing = refusing;
    }

    /** Breaks the connection before the message after this many; later connections hold. */
    public static CutDatabase afterMessages(TargetDatabase database, int messages) {
        return new CutDatabase(database, messages, false, false);
    }

    /** Breaks the connection before the message after this many, and every later one before its first. */
    public static CutDatabase forGoodAfterMessages(TargetDatabase database, int messages) {
        return new CutDatabase(database, messages, true, false);
    }

    /** Breaks every connection before its first message. */
    public static CutDatabase always(TargetDatabase database) {
        return forGoodAfterMessages(database, 0);
    }

    /** Refuses each connection. */
    public static CutDatabase refusing(TargetDatabase database) {
        return new CutDatabase(database, 0, true, true);
    }

    @Override
    public Connection connect() throws SQLException {
        if (this.refusing) {
            throw new SQLException("Connection refused", "08001");
        }
        Connection connection = this.database.connect();
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("createStatement") && breaksNow()) {
                        connection.abort((Executor) Runnable::run);
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException ex) {
                        throw ex.getTargetException();
                    }
                });
    }

    private boolean breaksNow() {
        int left = this.messagesLeft.getAndDecrement();
        return left == 0 || left < 0 && this.forGood;
    }

    @Override
    public TargetDatabase database() {
        return this.database;
    }

    /** It stands for one that somebody else made. */
    @Override
    public boolean isOwn() {
        return false;
    }
}
