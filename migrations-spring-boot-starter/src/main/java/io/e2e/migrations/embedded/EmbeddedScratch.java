package io.e2e.migrations.embedded;

import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.database.DatabaseRequest;
import io.e2e.migrations.database.ScratchServer;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.embedded.process.EmbeddedDatabaseException;
import io.e2e.migrations.session.Sql;
import io.e2e.migrations.time.Deadline;
import io.e2e.migrations.time.TimeSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;

/** A server that nobody shares. Thread-safe. */
final class EmbeddedScratch implements ScratchServer {

    /** A backend ends a moment after its client has left; PostgreSQL itself would look again only after 100 ms. */
    private static final Duration POLL = Duration.ofMillis(1);

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /**
     * So many databases stay after they were closed. Dropping each at once would halve the space and double the time:
     * ext4 passes over inodes that were freed in the last seconds, one by one, whenever a file is made (measured: 76 s
     * against 34 s for a proof that makes 39 databases).
     */
    private static final int KEPT = 20;

    private final EmbeddedServer server;
    private final DatabaseRequest request;
    private final TimeSource time;
    private final Queue<String> closed = new ArrayDeque<>();
    private int copies;

    EmbeddedScratch(EmbeddedServer server, DatabaseRequest request, TimeSource time) {
        this.server = server;
        this.request = request;
        this.time = time;
    }

    @Override
    public String description() {
        return "embedded PostgreSQL " + this.server.version();
    }

    @Override
    public synchronized TargetDatabase create() {
        return database(this.server.createDatabase(this.request, null));
    }

    @Override
    public synchronized TargetDatabase copyOf(TargetDatabase original) {
        DatabaseAddress from = original.address().orElseThrow();
        this.copies++;
        String name = this.request.database() + "_copy_" + this.copies;
        String strategy = this.server.running().major() >= 15 ? " STRATEGY file_copy" : "";
        awaitDeparture(from.database());
        administer(
                "copy the database " + from.database(),
                "CREATE DATABASE " + Sql.identifier(name) + " OWNER " + Sql.identifier(from.user()) + " TEMPLATE "
                        + Sql.identifier(from.database()) + strategy);
        return database(new DatabaseAddress(from.host(), from.port(), name, from.user(), from.password()));
    }

    @Override
    public synchronized void createRole(String name) {
        administer(
                "create the role " + name,
                "DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = " + Sql.literal(name)
                        + ") THEN CREATE ROLE " + Sql.identifier(name) + "; END IF; END $$");
    }

    @Override
    public void close() {
        this.server.close();
    }

    private TargetDatabase database(DatabaseAddress address) {
        return new EmbeddedDatabase(address, this.request, this.server.version(), () -> giveUp(address.database()));
    }

    private synchronized void giveUp(String database) {
        this.closed.add(database);
        if (this.closed.size() > KEPT) {
            String oldest = this.closed.remove();
            administer("drop the database " + oldest, "DROP DATABASE " + Sql.identifier(oldest) + " WITH (FORCE)");
        }
    }

    private void administer(String doing, String sql) {
        Connection session = this.server.running().session();
        try (Statement statement = session.createStatement()) {
            statement.execute(sql);
        } catch (SQLException ex) {
            throw new EmbeddedDatabaseException(doing, ex);
        }
    }

    private void awaitDeparture(String database) {
        Deadline deadline = Deadline.in(PATIENCE, this.time);
        String sql = "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = " + Sql.literal(database) + ")";
        Connection session = this.server.running().session();
        try (Statement statement = session.createStatement()) {
            while (isTrue(statement, sql) && !deadline.isOver()) {
                deadline.pause(POLL);
            }
        } catch (SQLException ex) {
            throw new EmbeddedDatabaseException("see who uses the database " + database, ex);
        }
    }

    private static boolean isTrue(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            return row.next() && row.getBoolean(1);
        }
    }
}
