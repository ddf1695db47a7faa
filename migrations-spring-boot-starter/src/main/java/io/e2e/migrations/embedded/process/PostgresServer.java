package io.e2e.migrations.embedded.process;

import io.e2e.migrations.config.Secret;
import io.e2e.migrations.config.Sha256;
import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.embedded.host.EmbeddedDirectoryException;
import io.e2e.migrations.provision.JdbcConnector;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running server: the process, the directory that it runs in, and the superuser's session. It ends when it is closed, and with
 * the JVM. Thread-safe, except that one thread at a time may use the session.
 */
public final class PostgresServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresServer.class);

    private final ServerDirectory directory;
    private final PostgresProcess process;
    private final JdbcConnector connector;
    private final DatabaseAddress superuser;
    private volatile @Nullable Connection session;
    private volatile @Nullable DeferredFiles deferred;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Thread atShutdown = new Thread(this::end, "e2e-migrations-embedded-end");

    /** Takes over a server that accepts connections; this object closes the directory and the process. */
    PostgresServer(
            ServerDirectory directory, PostgresProcess process, JdbcConnector connector, DatabaseAddress superuser) {
        this.directory = directory;
        this.process = process;
        this.connector = connector;
        this.superuser = superuser;
        Runtime.getRuntime().addShutdownHook(this.atShutdown);
    }

    /** PostgreSQL's version, such as {@code 18.6}. */
    public String version() {
        return this.process.programs().version();
    }

    /** The part of the version that decides which statements exist. */
    public int major() {
        return this.process.programs().major();
    }

    /** The port on {@link ServerLaunch#HOST}. */
    public int port() {
        return this.process.port();
    }

    /** Whether the process is alive. */
    public boolean isRunning() {
        return !this.closed.get() && !this.process.hasFailed();
    }

    /** The superuser's session, which is opened by the first call and lives as long as the server. */
    public synchronized Connection session() throws SQLException {
        Connection open = this.session;
        if (open == null) {
            open = connect(ServerLaunch.MAINTENANCE);
            this.session = open;
        }
        return open;
    }

    /**
     * The password of the roles in this server's cluster, unless one is configured. It is made from the superuser's, which
     * lies beside the cluster in the cache, and does not lead back to it.
     */
    public Secret rolePassword() {
        return new Secret(Sha256.hex("role " + this.superuser.password().value()), true);
    }

    /** Notes files that are not there before the superuser needs them; this server closes them. */
    public synchronized void defer(DeferredFiles files) {
        this.deferred = files;
    }

    private synchronized void completeFiles() {
        try (@Nullable DeferredFiles files = this.deferred) {
            if (files != null) {
                files.unpack();
                this.deferred = null;
            }
        } catch (IOException ex) {
            throw new EmbeddedDirectoryException(this.directory.data(), ex);
        }
    }

    /** Another session of the superuser, in this database. */
    public Connection connect(String database) throws SQLException {
        completeFiles();
        return connectBeforeFiles(database);
    }

    /** A session of the superuser in a database that is there from the start, which does not wait for deferred files. */
    public Connection connectBeforeFiles(String database) throws SQLException {
        return this.connector.connect(this.superuser.withDatabase(database));
    }

    /** Shuts the server down cleanly and keeps its directory, which the caller closes. */
    public void retire() throws IOException, SQLException {
        if (this.closed.compareAndSet(false, true)) {
            forgetHook();
            try (this.process) {
                closeSession();
                this.process.closeCleanly();
            }
        }
    }

    private void closeSession() throws SQLException {
        Connection open = this.session;
        if (open != null) {
            open.close();
        }
    }

    @Override
    public void close() {
        forgetHook();
        end();
    }

    private void forgetHook() {
        try {
            Runtime.getRuntime().removeShutdownHook(this.atShutdown);
        } catch (IllegalStateException ex) {
            LOG.trace("The JVM is ending, so the hook runs or has run", ex);
        }
    }

    private void end() {
        if (this.closed.compareAndSet(false, true)) {
            try (this.directory;
                    this.process) {
                LOG.debug("Stopping the server of {}", this.directory.root());
                closeSession();
                DeferredFiles files = this.deferred;
                if (files != null) {
                    files.close();
                }
            } catch (IOException | SQLException ex) {
                LOG.debug("The superuser's session was broken, or a file of the cache", ex);
            } catch (LinkageError ex) {
                LOG.warn("The next start removes the server of {}: a class is missing now", this.directory.root(), ex);
            }
        }
    }
}
