package io.e2e.migrations.isolation;

import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.provision.DatabaseServer;
import io.e2e.migrations.provision.JdbcConnector;
import io.e2e.migrations.provision.MaintenanceSession;
import io.e2e.migrations.session.Sql;
import io.e2e.migrations.time.Deadline;
import io.e2e.migrations.time.TimeSource;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A server that tells which of the databases made here exist, and that can hold drops or fail. */
final class WatchedServer implements DatabaseServer {

    private final DatabaseServer server;
    private final Set<String> names = new ConcurrentSkipListSet<>();
    private final Queue<Throwable> failuresToMake = new ConcurrentLinkedQueue<>();
    private final Queue<Throwable> failuresToDrop = new ConcurrentLinkedQueue<>();
    private final Semaphore mayDrop = new Semaphore(1_000_000);

    WatchedServer(DatabaseServer server) {
        this.server = server;
    }

    /** The databases that were made here and are not dropped. */
    Set<String> existing() {
        try {
            return this.server.session().query("SELECT datname FROM pg_database").stream()
                    .filter(this.names::contains)
                    .collect(Collectors.toSet());
        } catch (SQLException ex) {
            throw new IllegalStateException(ex);
        }
    }

    /** Returns once one of these databases is dropped. */
    void awaitDrop(Set<String> databases) {
        Deadline deadline = Deadline.in(Duration.ofSeconds(30), TimeSource.system());
        while (existing().containsAll(databases)) {
            if (deadline.isOver()) {
                throw new IllegalStateException("none is dropped of " + databases);
            }
            deadline.pause(Duration.ofMillis(10));
        }
    }

    /** Ends every session of the databases that were made here, as a server does that is stopped. */
    void terminateSessions() {
        try {
            for (String name : this.names) {
                this.server
                        .session()
                        .query("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = "
                                + Sql.literal(name));
            }
        } catch (SQLException ex) {
            throw new IllegalStateException(ex);
        }
    }

    void holdDrops() {
        this.mayDrop.drainPermits();
    }

    void permitDrops() {
        this.mayDrop.release(1_000_000);
    }

    /** The next database is not made. */
    void failToMake(Throwable failure) {
        this.failuresToMake.add(failure);
    }

    /** The next drop drops nothing. */
    void failToDrop(Throwable failure) {
        this.failuresToDrop.add(failure);
    }

    private static void failIfWanted(Queue<Throwable> failures) {
        Throwable failure = failures.poll();
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof RuntimeException exception) {
            throw exception;
        }
    }

    @Override
    public String newName() {
        failIfWanted(this.failuresToMake);
        String name = this.server.newName();
        this.names.add(name);
        return name;
    }

    @Override
    public MaintenanceSession dropSession() {
        this.mayDrop.acquireUninterruptibly();
        failIfWanted(this.failuresToDrop);
        return this.server.dropSession();
    }

    @Override
    public String kind() {
        return this.server.kind();
    }

    @Override
    public DatabaseAddress address(String database) {
        return this.server.address(database);
    }

    @Override
    public JdbcConnector connector() {
        return this.server.connector();
    }

    @Override
    public MaintenanceSession session() {
        return this.server.session();
    }

    @Override
    public String createOptions(@Nullable String original) throws SQLException {
        return this.server.createOptions(original);
    }

    @Override
    public String keptNote() {
        return this.server.keptNote();
    }

    @Override
    public void close(Runnable drops) {
        this.server.close(drops);
    }
}
