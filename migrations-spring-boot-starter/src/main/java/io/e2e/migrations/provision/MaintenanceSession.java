package io.e2e.migrations.provision;

import io.e2e.migrations.config.MigrationOptions.Timeouts;
import io.e2e.migrations.database.MessageWatch;
import io.e2e.migrations.session.Sql;
import io.e2e.migrations.session.SqlStates;
import io.e2e.migrations.time.Deadline;
import io.e2e.migrations.time.TimeSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A session from which the databases of a server are created, renamed and dropped. It is opened when it is needed, and
 * opened again when it broke. Thread-safe: it runs one statement at a time.
 */
public final class MaintenanceSession implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MaintenanceSession.class);

    /** SQLSTATE 55006, object_in_use: a session is in the database that is to be copied, renamed or dropped. */
    private static final String OBJECT_IN_USE = "55006";

    /** SQLSTATE 42P04, duplicate_database, and 23505, unique_violation, if it is being created at this moment. */
    private static final Set<String> EXISTS = Set.of("42P04", "23505");

    private static final Duration IN_USE_LIMIT = Duration.ofSeconds(30);

    /** How long sessions may stay in a database that is dropped or copied. */
    static final Duration LEAVE_LIMIT = Duration.ofSeconds(5);

    /** How long sessions may stay in a database that becomes a template while an application waits. */
    private static final Duration SEAL_LIMIT = Duration.ofSeconds(2);

    /** A backend ends a moment after its client has left; PostgreSQL itself would look again only after 100 ms. */
    private static final Duration POLL = Duration.ofMillis(2);

    /** In a database of others, a function of theirs could hide one of PostgreSQL's, and would run with our rights. */
    private static final String PATH = "SET search_path TO pg_catalog, pg_temp";

    private final Opener opener;
    private final TimeSource time;
    private final MessageWatch.Limit limit;
    private @Nullable Connection connection;
    private final AtomicInteger losses = new AtomicInteger();

    /** Creates a session that connects with this opener when it runs its first statement. */
    public MaintenanceSession(Opener opener, TimeSource time) {
        this(opener, time, Timeouts.defaults().run());
    }

    /** Creates a session whose statements may take so long, then the connection is taken for dead. */
    MaintenanceSession(Opener opener, TimeSource time, Duration limit) {
        this.opener = opener;
        this.time = time;
        this.limit = new MessageWatch.Limit(limit, "e2e.migrations.run-timeout");
    }

    /** Runs one statement. */
    public synchronized void execute(String sql) throws SQLException {
        run(statement -> statement.execute(sql));
    }

    /** The first column of a query's rows, as text. */
    public synchronized List<String> query(String sql) throws SQLException {
        return run(statement -> {
            try (ResultSet rows = statement.executeQuery(sql)) {
                List<String> values = new ArrayList<>();
                while (rows.next()) {
                    values.add(String.valueOf(rows.getString(1)));
                }
                return values;
            }
        });
    }

    /** Repeats the work on a new connection if the one of the statement before is lost: the server was restarted since. */
    private <T> T run(Work<T> work) throws SQLException {
        boolean kept = this.connection != null;
        while (true) {
            Connection current = connection();
            try {
                // No interrupt ends it: what a thread creates or drops at its end must not stay.
                return new MessageWatch(current, "the server", null).during(this.limit, () -> false, () -> {
                    try (Statement statement = current.createStatement()) {
                        return work.with(statement);
                    }
                });
            } catch (SQLException ex) {
                if (!SqlStates.isConnectionLost(ex)) {
                    throw ex;
                }
                this.connection = null;
                this.losses.incrementAndGet();
                if (!kept) {
                    throw ex;
                }
                kept = false;
            }
        }
    }

    /**
     * Creates a database.
     *
     * @param original what to copy; {@code null} for an empty database
     * @param options further options of CREATE DATABASE
     */
    public void create(String name, @Nullable String original, String options) throws SQLException {
        int before = this.losses.get();
        try {
            executeWhenFree("CREATE DATABASE " + Sql.identifier(name)
                    + (original == null ? "" : " TEMPLATE " + Sql.identifier(original)) + options);
        } catch (SQLException ex) {
            if (this.losses.get() == before || !EXISTS.contains(SqlStates.of(ex))) {
                throw ex;
            }
            LOG.debug("The server had created {} before the connection was lost", name, ex);
        }
    }

    void rename(String database, String name) throws SQLException {
        executeWhenFree("ALTER DATABASE " + Sql.identifier(database) + " RENAME TO " + Sql.identifier(name));
    }

    void comment(String database, String text) throws SQLException {
        execute("COMMENT ON DATABASE " + Sql.identifier(database) + " IS " + Sql.literal(text));
    }

    /** Opens a database, in which nobody could be yet, to its owner only: nobody else puts anything into it. */
    void admitOwner(String database) throws SQLException {
        execute("REVOKE CONNECT ON DATABASE " + Sql.identifier(database) + " FROM PUBLIC");
        execute("ALTER DATABASE " + Sql.identifier(database) + " ALLOW_CONNECTIONS true");
    }

    /** Makes what a database holds final, to be copied: it accepts no connections, and sessions that stay are terminated. */
    void seal(String database) throws SQLException {
        if (!awaitNobodyIn(database, SEAL_LIMIT)) {
            LOG.warn("Terminating open sessions in {}, which is becoming the template for the tests", database);
        }
        execute("ALTER DATABASE " + Sql.identifier(database) + " ALLOW_CONNECTIONS false");
        execute("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = " + Sql.literal(database)
                + " AND pg_has_role(usesysid, 'MEMBER')");
    }

    /** Drops a database if it exists. Sessions in it may leave it for some seconds, and are terminated then. */
    public void drop(String database) throws SQLException {
        awaitNobodyIn(database, LEAVE_LIMIT);
        drop(database, " WITH (FORCE)");
    }

    /** Drops a database if it exists, unless a session is in it. */
    void dropUnlessInUse(String database) throws SQLException {
        drop(database, "");
    }

    private void drop(String database, String options) throws SQLException {
        execute("DROP DATABASE IF EXISTS " + Sql.identifier(database) + options);
    }

    /** Waits until no session is in a database, or until the limit; whether none is. */
    boolean awaitNobodyIn(String database, Duration limit) throws SQLException {
        // A view of sessions would join them with databases and roles, which takes ten times as long.
        String sql = "SELECT oid FROM pg_database WHERE pg_stat_get_db_numbackends(oid) > 0 AND datname = "
                + Sql.literal(database);
        Deadline deadline = Deadline.in(limit, this.time);
        while (!query(sql).isEmpty()) {
            if (deadline.isOver()) {
                return false;
            }
            deadline.pause(POLL);
        }
        return true;
    }

    /** Runs a statement again while a session is in the database that it is about, template1 included. */
    private void executeWhenFree(String sql) throws SQLException {
        Deadline deadline = Deadline.in(IN_USE_LIMIT, this.time);
        while (true) {
            try {
                execute(sql);
                return;
            } catch (SQLException ex) {
                if (!OBJECT_IN_USE.equals(ex.getSQLState()) || deadline.isOver()) {
                    throw ex;
                }
                deadline.pause(POLL);
            }
        }
    }

    private Connection connection() throws SQLException {
        if (this.connection == null) {
            Connection opened = this.opener.open();
            try (Statement statement = opened.createStatement()) {
                statement.execute(PATH);
            }
            this.connection = opened;
        }
        return this.connection;
    }

    @Override
    public synchronized void close() {
        try (Connection closing = this.connection) {
            LOG.trace("Closing {}", closing);
        } catch (SQLException ex) {
            LOG.debug("The session was broken", ex);
        }
        this.connection = null;
    }

    /** Opens the connection of a session. */
    @FunctionalInterface
    public interface Opener {

        /** Opens a connection, which the session closes. */
        Connection open() throws SQLException;
    }

    private interface Work<T> {

        T with(Statement statement) throws SQLException;
    }
}
