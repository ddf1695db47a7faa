package io.e2e.migrations.embedded;

import io.e2e.migrations.database.DatabaseRequest;
import io.e2e.migrations.embedded.process.EmbeddedDatabaseException;
import io.e2e.migrations.session.Sql;
import io.e2e.migrations.time.Deadline;
import io.e2e.migrations.time.TimeSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drops databases while the server's own session makes others. It works in a database of its own, which
 * it makes when there is something to drop for the first time: in {@code template1} there can be only one session.
 * Thread-safe.
 */
final class DropSession implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DropSession.class);

    private static final Duration LEAVE_LIMIT = Duration.ofSeconds(5);

    /** A backend ends a moment after its client has left; PostgreSQL itself would look again only after 100 ms. */
    private static final Duration LEAVE_POLL = Duration.ofMillis(5);

    private final EmbeddedServer server;
    private final DatabaseRequest request;
    private @Nullable Connection session;
    private @Nullable String own;

    DropSession(EmbeddedServer server, DatabaseRequest request) {
        this.server = server;
        this.request = request;
    }

    /** Drops a database and returns when it is gone. Failing is no error: it goes with the server at last. */
    synchronized void drop(String database) {
        try (Statement statement = session().createStatement()) {
            Deadline deadline = Deadline.in(LEAVE_LIMIT, TimeSource.system());
            while (isInUse(statement, database) && !deadline.isOver()) {
                deadline.pause(LEAVE_POLL);
            }
            statement.execute("DROP DATABASE IF EXISTS " + Sql.identifier(database) + " WITH (FORCE)");
        } catch (SQLException | EmbeddedDatabaseException ex) {
            LOG.debug("{} stays until the server ends", database, ex);
        }
    }

    private static boolean isInUse(Statement statement, String database) throws SQLException {
        try (ResultSet rows = statement.executeQuery(
                "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = " + Sql.literal(database) + ")")) {
            return rows.next() && rows.getBoolean(1);
        }
    }

    private Connection session() throws SQLException {
        if (this.session == null) {
            this.session = this.server.running().connect(home());
        }
        return this.session;
    }

    private String home() {
        String made = this.server.createDatabase(this.request, null).database();
        this.own = made;
        return made;
    }

    /** Leaves, and lets its own database be dropped if the server goes on. */
    @Override
    public synchronized void close() {
        try {
            if (this.session != null) {
                this.session.close();
            }
        } catch (SQLException ex) {
            LOG.debug("The session that drops was broken", ex);
        }
        if (this.own != null) {
            this.server.discard(this.own);
        }
    }
}
