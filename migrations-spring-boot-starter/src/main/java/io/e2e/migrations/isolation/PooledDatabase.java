package io.e2e.migrations.isolation;

import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.provision.JdbcConnector;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A database for one test, and the application's connections to it. One connection can be made ahead, because connecting
 * takes as long as copying a database. Thread-safe.
 */
final class PooledDatabase {

    private static final Logger LOG = LoggerFactory.getLogger(PooledDatabase.class);

    private static final int VALIDATION_SECONDS = 5;

    private final TargetDatabase database;
    private final DatabaseAddress address;
    private final List<Connection> opened = new ArrayList<>();
    private @Nullable CompletableFuture<Connection> ahead;
    private boolean touched;

    PooledDatabase(TargetDatabase database) {
        this.database = database;
        this.address = database.address().orElseThrow();
    }

    TargetDatabase database() {
        return this.database;
    }

    DatabaseAddress address() {
        return this.address;
    }

    /** Begins to make the application's first connection before the application asks for it. */
    synchronized void connectAhead(Executor executor, Properties parameters) {
        this.ahead = CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return login(parameters);
                    } catch (SQLException ex) {
                        throw new CompletionException(ex);
                    }
                },
                executor);
    }

    /** A connection for the application's pool, which closes it. */
    Connection connect(Properties parameters) throws SQLException {
        Connection prepared = pollAhead();
        // The server may have been restarted since: a pool takes a new connection for a valid one.
        return prepared != null && prepared.isValid(VALIDATION_SECONDS) ? prepared : login(parameters);
    }

    private @Nullable Connection pollAhead() {
        CompletableFuture<Connection> promise;
        synchronized (this) {
            promise = this.ahead;
            this.ahead = null;
        }
        try {
            return promise == null ? null : promise.join();
        } catch (CompletionException ex) {
            LOG.debug("No connection to {} was made ahead", this.address, ex);
            return null;
        }
    }

    private Connection login(Properties parameters) throws SQLException {
        Connection connection = JdbcConnector.forApplication(parameters).connect(this.address);
        synchronized (this) {
            this.opened.add(connection);
        }
        return connection;
    }

    /** Notes that this database was used, so that it may not be as it was made. */
    synchronized void touch() {
        this.touched = true;
    }

    synchronized boolean isTouched() {
        return this.touched;
    }

    /** Whether the application has given back every connection. */
    synchronized boolean isQuiet() {
        this.opened.removeIf(PooledDatabase::isClosed);
        return this.opened.isEmpty() || (this.opened.size() == 1 && this.ahead != null);
    }

    private static boolean isClosed(Connection connection) {
        try {
            return connection.isClosed();
        } catch (SQLException ex) {
            return true;
        }
    }

    /** Closes every connection that is left. */
    void disconnect() {
        pollAhead();
        List<Connection> left;
        synchronized (this) {
            left = List.copyOf(this.opened);
            this.opened.clear();
        }
        for (Connection connection : left) {
            try {
                connection.close();
            } catch (SQLException ex) {
                LOG.debug("A connection to {} was broken", this.address, ex);
            }
        }
    }

    /** Drops the database, unless its provisioner keeps it. */
    void close() {
        disconnect();
        this.database.close();
    }
}
