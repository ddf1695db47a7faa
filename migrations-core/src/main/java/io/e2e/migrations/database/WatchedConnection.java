package io.e2e.migrations.database;

import io.e2e.migrations.config.MigrationOptions.Timeouts;
import io.e2e.migrations.database.MessageWatch.Limit;
import io.e2e.migrations.time.LimitedCall;
import io.e2e.migrations.time.RunLimit;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection to a database whose messages are limited as the timeouts say. Used by one thread. */
public final class WatchedConnection implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WatchedConnection.class);

    private final Connection connection;
    private final TargetDatabase database;
    private final Timeouts timeouts;
    private final MessageWatch watch;
    private @Nullable UncheckedConnection unchecked;
    private boolean asking;

    /** Takes over a connection to a database, for a run. */
    public WatchedConnection(UncheckedConnection unchecked, TargetDatabase database, Timeouts timeouts, RunLimit run) {
        this.unchecked = unchecked.question() == null ? null : unchecked;
        this.connection = unchecked.connection();
        this.database = database;
        this.timeouts = timeouts;
        this.watch = new MessageWatch(this.connection, database.description(), run);
    }

    /** The connection itself. */
    public Connection connection() {
        return this.connection;
    }

    /** A statement that is canceled if the run has to end; the caller closes it. */
    public Statement createStatement() throws SQLException {
        return this.watch.createStatement();
    }

    /** The question that the next message asks before anything else, if it only reads; {@code null} if there is none. */
    public @Nullable String question() {
        this.asking = true;
        return this.unchecked == null ? null : this.unchecked.question();
    }

    /** Begins the next run. */
    public void begin(RunLimit next) {
        this.watch.begin(next);
    }

    /**
     * Sends messages, and waits for the answers, until the server works on nothing although a statement's limit is over.
     *
     * @param backend the server's process of the connection; 0 if it is not known
     */
    public <T extends @Nullable Object> T during(MessageWatch.Work<T> work, int backend) throws SQLException {
        Limit limit = new Limit(this.timeouts.statement(), "e2e.migrations.statement-timeout");
        return this.watch.during(limit, () -> isAtWork(backend), this.unchecked == null ? work : () -> checked(work));
    }

    private <T extends @Nullable Object> T checked(MessageWatch.Work<T> work) throws SQLException {
        UncheckedConnection checking = Objects.requireNonNull(this.unchecked);
        this.unchecked = null;
        if (this.asking) {
            try {
                return work.run();
            } catch (SQLException ex) {
                if (!UncheckedConnection.REFUSED.equals(ex.getSQLState())) {
                    throw ex;
                }
            }
        }
        checking.check().run();
        return work.run();
    }

    /** Whether the server works for this connection, asked on another one: a dead wire tells nothing. */
    private boolean isAtWork(int backend) {
        try {
            return new LimitedCall("e2e-migrations-probe", this.timeouts.connect())
                    .run(() -> askOnAnotherConnection(backend), late -> {});
        } catch (Exception ex) {
            LOG.debug("{} does not answer on another connection either", this.database.description(), ex);
            return false;
        }
    }

    private boolean askOnAnotherConnection(int backend) throws SQLException {
        try (Connection other = this.database.connect();
                Statement statement = other.createStatement();
                ResultSet row = statement.executeQuery("""
                        SELECT state IN ('active', 'disabled') AND wait_event_type IS DISTINCT FROM 'Client'
                          FROM pg_catalog.pg_stat_activity WHERE pid = %d""".formatted(backend))) {
            return row.next() && row.getBoolean(1);
        }
    }

    /** Nothing but a limit keeps a connection of a pool from going back as it was found. */
    @Override
    public void close() throws SQLException {
        Limit limit = new Limit(this.timeouts.connect(), "e2e.migrations.connect-timeout");
        new MessageWatch(this.connection, this.database.description(), null).during(limit, () -> false, () -> {
            this.connection.close();
            return null;
        });
    }
}
