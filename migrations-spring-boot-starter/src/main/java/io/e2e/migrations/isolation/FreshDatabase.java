package io.e2e.migrations.isolation;

import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.time.Deadline;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One database, and the application's connections to it. One connection can be made ahead, because to connect costs as
 * much as to copy a database. Thread-safe.
 */
final class FreshDatabase {

    private static final Logger LOG = LoggerFactory.getLogger(FreshDatabase.class);

    private static final Duration POLL = Duration.ofMillis(1);

    private final TargetDatabase database;
    private final DatabaseAddress address;
    private final List<Connection> opened = new ArrayList<>();
    private @Nullable CompletableFuture<Connection> ahead;
    private boolean touched;

    FreshDatabase(TargetDatabase database) {
        this.database = database;
        this.address = database.address().orElseThrow();
    }

    TargetDatabase database() {
        return this.database;
    }

    DatabaseAddress address() {
        return this.address;
    }

    /** Begins to make the application's first connection before it is asked for. */
    void connectAhead(Executor executor, Properties parameters) {
        CompletableFuture<Connection> promise = new CompletableFuture<>();
        synchronized (this) {
            this.ahead = promise;
        }
        executor.execute(() -> {
            try {
                promise.complete(login(parameters));
            } catch (SQLException | RuntimeException | Error ex) {
                promise.completeExceptionally(ex);
            }
        });
    }

    /** A connection for the application's pool, which closes it. */
    Connection connect(Properties parameters) throws SQLException {
        Connection prepared = takeAhead();
        return prepared == null ? login(parameters) : prepared;
    }

    private @Nullable Connection takeAhead() {
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
        Properties properties = new Properties();
        properties.putAll(parameters);
        PGProperty.USER.set(properties, this.address.user());
        PGProperty.PASSWORD.set(properties, this.address.password().value());
        Connection connection = new Driver().connect(this.address.jdbcUrl(), properties);
        if (connection == null) {
            throw new SQLException("not a PostgreSQL URL: " + this.address.plainUrl());
        }
        synchronized (this) {
            this.opened.add(connection);
        }
        return connection;
    }

    /** Somebody has seen this database, so it may not be as it was made. */
    synchronized void touch() {
        this.touched = true;
    }

    synchronized boolean isTouched() {
        return this.touched;
    }

    /** Whether the application has given back every connection. */
    synchronized boolean isQuiet() {
        this.opened.removeIf(FreshDatabase::isClosed);
        return this.opened.isEmpty() || (this.opened.size() == 1 && this.ahead != null);
    }

    private static boolean isClosed(Connection connection) {
        try {
            return connection.isClosed();
        } catch (SQLException ex) {
            return true;
        }
    }

    void awaitQuiet(Deadline deadline) {
        while (!isQuiet() && !deadline.isOver()) {
            deadline.pause(POLL);
        }
    }

    /** Closes every connection that is left. */
    void disconnect() {
        takeAhead();
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

    /** Drops the database, unless its supply was told to keep it. */
    void close() {
        disconnect();
        this.database.close();
    }
}
