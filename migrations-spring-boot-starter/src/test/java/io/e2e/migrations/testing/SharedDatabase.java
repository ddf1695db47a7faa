package io.e2e.migrations.testing;

import io.e2e.migrations.database.DatabaseAccess;
import io.e2e.migrations.database.ForwardingDatabase;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.time.Deadline;
import io.e2e.migrations.time.TimeSource;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * One database that several services use in turn, as one that outlives a test run would be; it counts connections and
 * messages on the way.
 */
public final class SharedDatabase implements ForwardingDatabase {

    private final TargetDatabase database;
    private final List<String> messages = new CopyOnWriteArrayList<>();
    private final List<String> batched = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final boolean closing;

    private SharedDatabase(TargetDatabase database, boolean closing) {
        this.database = database;
        this.closing = closing;
    }

    public static SharedDatabase create() {
        return new SharedDatabase(TestDatabases.create(), false);
    }

    /** Counts on the way to a database of one service, which closes it. */
    public static SharedDatabase watching(TargetDatabase database) {
        return new SharedDatabase(database, true);
    }

    /** An access that always leads here, and whose services do not close this. */
    public DatabaseAccess access() {
        return config -> this;
    }

    public int connections() {
        return this.connections.get();
    }

    /** What was sent: the SQL of each message, a batch as its commit. */
    public List<String> messages() {
        return this.messages;
    }

    /** The statements of all batches. */
    public List<String> batched() {
        return this.batched;
    }

    public void forget() {
        this.batched.clear();
        this.connections.set(0);
        this.messages.clear();
    }

    /** Runs statements as the database's owner, without counting them. */
    public void execute(String... statements) {
        Sql.execute(this.database, statements);
    }

    /** Returns the first column of a query's rows, as text, without counting it. */
    public List<String> query(String sql) {
        return Sql.column(this.database, sql);
    }

    /** Returns once some session of the database waits for a lock on a table. */
    public void awaitBackendWaitingForLock() {
        awaitBackendsWaitingForLock(1);
    }

    /** Returns once so many sessions of the database wait for a lock on a table. */
    public void awaitBackendsWaitingForLock(int number) {
        String waiting = "SELECT pid::text FROM pg_stat_activity WHERE datname = current_database()"
                + " AND wait_event_type = 'Lock'";
        await(() -> query(waiting).size() >= number, "too few wait for a lock");
    }

    /** Returns once a query has no rows, such as one for a backend whose client has left. */
    public void awaitNone(String sql) {
        await(() -> query(sql).isEmpty(), "there are rows of " + sql);
    }

    private static void await(BooleanSupplier condition, String otherwise) {
        Deadline deadline = Deadline.in(Duration.ofSeconds(30), TimeSource.system());
        while (!condition.getAsBoolean()) {
            if (deadline.isOver()) {
                throw new IllegalStateException(otherwise);
            }
            deadline.pause(Duration.ofMillis(10));
        }
    }

    @Override
    public Connection connect() throws SQLException {
        this.connections.incrementAndGet();
        return counting(Connection.class, this.database.connect());
    }

    private <T> T counting(Class<T> type, T target) {
        Object proxy =
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    if (method.getName().startsWith("execute")) {
                        this.messages.add(arguments == null ? "batch" : String.valueOf(arguments[0]));
                    }
                    if (method.getName().equals("addBatch")) {
                        this.batched.add(String.valueOf(arguments[0]));
                    }
                    try {
                        Object result = method.invoke(target, arguments);
                        return result instanceof Statement statement ? counting(Statement.class, statement) : result;
                    } catch (InvocationTargetException ex) {
                        throw ex.getTargetException();
                    }
                });
        return type.cast(proxy);
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

    @Override
    public String description() {
        return "the shared database";
    }

    @Override
    public void close() {
        // A database of several services outlives them; the server takes it along.
        if (this.closing) {
            this.database.close();
        }
    }
}
