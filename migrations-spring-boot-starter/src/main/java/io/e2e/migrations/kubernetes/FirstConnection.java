package io.e2e.migrations.kubernetes;

import io.e2e.migrations.database.DatabaseAddress;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection on which PostgreSQL has answered, for the caller that connects next: another one would be another
 * port-forward and login. If nobody connects within ten seconds, it is closed, because a session hinders who drops or copies
 * its database. Thread-safe.
 */
final class FirstConnection implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FirstConnection.class);

    private static final Duration KEPT = Duration.ofSeconds(10);

    private final DatabaseAddress address;
    private final AtomicReference<@Nullable Connection> connection;

    FirstConnection(DatabaseAddress address, Connection connection) {
        this.address = address;
        this.connection = new AtomicReference<>(connection);
        CompletableFuture<Void> unused = CompletableFuture.runAsync(
                this::close, CompletableFuture.delayedExecutor(KEPT.toMillis(), TimeUnit.MILLISECONDS));
    }

    /** Where it leads. */
    DatabaseAddress address() {
        return this.address;
    }

    /**
     * Hands the connection out, once, if it still works; {@code null} otherwise.
     *
     * @param limit how long the server may take to answer
     */
    @Nullable
    Connection acquire(Duration limit) throws SQLException {
        Connection first = this.connection.getAndSet(null);
        if (first == null || first.isValid(Math.max(1, (int) limit.toSeconds()))) {
            return first;
        }
        close(first);
        return null;
    }

    @Override
    public void close() {
        Connection first = this.connection.getAndSet(null);
        if (first != null) {
            close(first);
        }
    }

    private static void close(Connection first) {
        try {
            first.close();
        } catch (SQLException ex) {
            LOG.debug("The first connection did not close cleanly", ex);
        }
    }
}
