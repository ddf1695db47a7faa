package io.e2e.migrations.embedded;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server process that answers, the directory it runs in and the superuser's session. Ends when it is closed, and with
 * the JVM. Thread-safe, except that one thread at a time may use the session.
 */
final class RunningServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RunningServer.class);

    private final ServerDirectory directory;
    private final ServerProcess process;
    private final Connection session;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Thread atShutdown = new Thread(this::end, "e2e-migrations-embedded-end");

    RunningServer(ServerDirectory directory, ServerProcess process, Connection session) {
        this.directory = directory;
        this.process = process;
        this.session = session;
        Runtime.getRuntime().addShutdownHook(this.atShutdown);
    }

    PostgresBinaries binaries() {
        return this.process.binaries();
    }

    int port() {
        return this.process.port();
    }

    boolean isRunning() {
        return !this.closed.get() && !this.process.hasFailed();
    }

    /** The superuser's session, which lives as long as the server. */
    Connection session() {
        return this.session;
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(this.atShutdown);
        } catch (IllegalStateException ex) {
            LOG.trace("The JVM is ending, so the hook runs or has run", ex);
        }
        end();
    }

    private void end() {
        if (this.closed.compareAndSet(false, true)) {
            try (this.directory;
                    this.process;
                    this.session) {
                LOG.debug("Stopping the server of {}", this.directory.root());
            } catch (SQLException ex) {
                LOG.debug("The superuser's session was broken", ex);
            }
        }
    }
}
