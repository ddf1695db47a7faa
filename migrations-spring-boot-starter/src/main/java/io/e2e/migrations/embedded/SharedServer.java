package io.e2e.migrations.embedded;

import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.time.Deadline;
import io.e2e.migrations.time.TimeSource;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This JVM's part in a server that other JVMs use, too: its lease and its session. The superuser works in a database of
 * his own, as nobody may be in {@code template1} while another JVM copies it. Thread-safe, except that one thread at a
 * time may use the session.
 */
final class SharedServer implements LiveServer {

    private static final Logger LOG = LoggerFactory.getLogger(SharedServer.class);

    /** Where the superuser works. */
    static final String MAINTENANCE = "e2e_migrations_maintenance";

    private static final Duration REAP_DELAY = Duration.ofSeconds(1);

    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private final Membership membership;
    private final SharedAddress address;
    private final Connector superuser;
    private final Thread atShutdown = new Thread(this::leave, "e2e-migrations-embedded-leave");
    private Connection session;

    /** Connects; the lease is this object's to return from then on. */
    SharedServer(Membership membership, SharedAddress address, Deadline deadline) throws SQLException {
        this.membership = membership;
        this.address = address;
        this.superuser = superuser(address, deadline.limit());
        this.session = this.superuser.connect(RunningServer.QUIET);
        Runtime.getRuntime().addShutdownHook(this.atShutdown);
    }

    /**
     * What makes this JVM a user of the server.
     *
     * @param root the server's directory
     * @param process the server's process
     * @param lease this JVM's lease
     */
    record Membership(Path root, ProcessHandle process, LeaseFile lease) {}

    /** The superuser's way in. */
    static Connector superuser(SharedAddress address, Duration limit) {
        return new Connector(
                new DatabaseAddress(
                        ServerLaunch.HOST, address.port(), MAINTENANCE, Cluster.SUPERUSER, address.superuser()),
                limit);
    }

    /** How it is reached. */
    SharedAddress address() {
        return this.address;
    }

    /** The server's directory. */
    Path root() {
        return this.membership.root();
    }

    @Override
    public String version() {
        return this.address.version();
    }

    @Override
    public int port() {
        return this.address.port();
    }

    @Override
    public boolean isRunning() {
        return Processes.isAlive(this.membership.process());
    }

    /** Opened anew if it was lost: the server ends all sessions when one of its processes is killed, and lives on. */
    @Override
    public synchronized Connection session() {
        try {
            if (this.session.isClosed()) {
                this.session = connect(MAINTENANCE);
            }
            return this.session;
        } catch (SQLException ex) {
            throw new EmbeddedDatabaseException("connect to " + MAINTENANCE, ex);
        }
    }

    @Override
    public Connection connect(String database) throws SQLException {
        return this.superuser.in(database).connect(RunningServer.QUIET);
    }

    @Override
    public boolean isShared() {
        return true;
    }

    /** An advisory lock, which the server releases when we are killed. */
    @Override
    public Turn turn(String thing) {
        long limit = this.superuser.timeout().toMillis();
        advisory(
                "SET lock_timeout = " + limit + "; SELECT pg_advisory_lock(hashtextextended(?, 0));"
                        + " RESET lock_timeout",
                thing);
        return () -> advisory("SELECT pg_advisory_unlock(hashtextextended(?, 0))", thing);
    }

    private void advisory(String sql, String thing) {
        try (PreparedStatement statement = session().prepareStatement(sql)) {
            statement.setString(1, thing);
            statement.execute();
        } catch (SQLException ex) {
            if (LOCK_NOT_AVAILABLE.equals(ex.getSQLState())) {
                throw EmbeddedTimeoutException.ofAnother("makes the same template", this.superuser.timeout());
            }
            throw new EmbeddedDatabaseException("lock what several processes make", ex);
        }
    }

    @Override
    public void claim(String database) {
        try {
            new DatabaseClaims(session()).add(database, this.membership.lease().name());
        } catch (SQLException ex) {
            throw new EmbeddedDatabaseException("note whose " + database + " is", ex);
        }
    }

    @Override
    public void keep(String database) {
        try {
            new DatabaseClaims(session()).keep(database);
        } catch (SQLException ex) {
            throw new EmbeddedDatabaseException("note that " + database + " is to stay", ex);
        }
    }

    /** Drops a database of ours when its sessions have left, in a session of its own: ours may be closed by then. */
    void drop(String database) {
        try (Connection own = connect(MAINTENANCE)) {
            new DatabaseDrop(new ServerSql(() -> own, major()), own).whenLeft(database);
        } catch (SQLException ex) {
            LOG.debug("{} goes with the server", database, ex);
        }
    }

    /** Drops what others left, a moment later: now a test wants to start. */
    void reapLater() {
        DatabaseDrop.inBackground(() -> {
            TimeSource.system().sleep(REAP_DELAY);
            reap();
        });
    }

    private void reap() {
        try (Connection own = connect(MAINTENANCE)) {
            Reaper.usual(root()).run(own);
        } catch (SQLException | IOException ex) {
            LOG.debug("Could not look for left databases", ex);
        }
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(this.atShutdown);
        } catch (IllegalStateException ex) {
            LOG.trace("The JVM is ending, so the hook runs or has run", ex);
        }
        leave();
    }

    @SuppressWarnings("try") // the session is only closed
    private synchronized void leave() {
        try (LeaseFile lease = this.membership.lease();
                Connection ended = this.session) {
            LOG.debug("Leaving the server of {} with {}", root(), lease.name());
        } catch (SQLException | IOException ex) {
            LOG.debug("The server was gone before", ex);
        }
    }
}
