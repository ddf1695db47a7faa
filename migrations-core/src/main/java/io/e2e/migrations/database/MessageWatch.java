package io.e2e.migrations.database;

import io.e2e.migrations.config.MigrationException;
import io.e2e.migrations.time.Deadline;
import io.e2e.migrations.time.RunLimit;
import io.e2e.migrations.time.TimeSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the messages of a connection that take too long on the client's side too, where the server's own limits are of no
 * use: the wire stalls, the thread is interrupted, the run is over or canceled. A JDBC driver blocks on its socket, where
 * no interrupt reaches it, so another thread looks at messages that take longer than {@link #FIRST_LOOK}. It aborts the
 * connection of a message that was not answered, and cancels the statement of a run that has to end. Used by one thread.
 */
public final class MessageWatch {

    private static final Logger LOG = LoggerFactory.getLogger(MessageWatch.class);

    /** Shorter messages cost no thread, only an entry in the timer of the JDK. */
    private static final Duration FIRST_LOOK = Duration.ofMillis(100);

    private static final Duration POLL = Duration.ofMillis(25);

    /** The server ends a statement at the limit itself, and its answer takes a moment. */
    private static final Duration MARGIN = Duration.ofSeconds(1);

    /** How long a canceled statement may take to end; then the connection is aborted. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final Connection connection;
    private final String server;
    private volatile @Nullable RunLimit run;
    private volatile @Nullable Statement statement;

    /**
     * Creates the watch of a connection.
     *
     * @param server what answers, for messages
     * @param run what ends the run; {@code null} means that only the limits of messages count, not even an interrupt
     */
    public MessageWatch(Connection connection, String server, @Nullable RunLimit run) {
        this.connection = connection;
        this.server = server;
        this.run = run;
    }

    /** Begins the next run on the same connection. */
    public void begin(RunLimit next) {
        this.run = next;
    }

    /** A statement that is canceled if the run has to end; the caller closes it. */
    public Statement createStatement() throws SQLException {
        Statement created = this.connection.createStatement();
        this.statement = created;
        return created;
    }

    /**
     * Sends messages, and waits for their answers.
     *
     * @param limit what limits the wait for the answers, and its property
     * @param goesOn asked when the limit is reached: whether the server still works on the message, as one of many
     *     statements may; another limit begins then
     * @throws MigrationException if the run has to end
     * @throws SQLTimeoutException if there was no answer within the limit; the connection is lost
     * @throws SQLException what the work throws
     */
    public <T extends @Nullable Object> T during(Limit limit, BooleanSupplier goesOn, Work<T> work)
            throws SQLException {
        RunLimit before = this.run;
        if (before != null) {
            before.check("an answer from " + this.server);
        }
        Message message = new Message(Thread.currentThread(), limit, goesOn);
        CompletableFuture<Void> timer = new CompletableFuture<>();
        CompletableFuture<Void> unused = timer.thenRun(message::look);
        timer.completeOnTimeout(null, FIRST_LOOK.toMillis(), TimeUnit.MILLISECONDS);
        try {
            return work.run();
        } catch (SQLException ex) {
            throw message.failure(ex);
        } finally {
            timer.cancel(false);
            message.end();
        }
    }

    /**
     * The limit of a message.
     *
     * @param duration how long the server may take
     * @param property the property that says so
     */
    public record Limit(Duration duration, String property) {}

    /** Messages to the server. */
    @FunctionalInterface
    public interface Work<T extends @Nullable Object> {

        /** Sends the messages and reads the answers. */
        T run() throws SQLException;
    }

    /** A message under way, and the thread that looks at it. */
    private final class Message {

        private final Thread runner;
        private final Limit limit;
        private final BooleanSupplier goesOn;
        private final Deadline whole;
        private Deadline deadline;
        private boolean ended;
        private boolean unanswered;
        private boolean canceled;

        Message(Thread runner, Limit limit, BooleanSupplier goesOn) {
            this.runner = runner;
            this.limit = limit;
            this.goesOn = goesOn;
            this.whole = Deadline.in(limit.duration().plus(MARGIN), TimeSource.system());
            this.deadline = this.whole;
        }

        synchronized void end() {
            this.ended = true;
            notifyAll();
        }

        private void look() {
            start("e2e-migrations-watch", this::watch);
        }

        private void watch() {
            while (!isEndedAfter(POLL)) {
                RunLimit limits = MessageWatch.this.run;
                if (limits != null && limits.isReached(this.runner)) {
                    cancel();
                    return;
                }
                if (this.deadline.isOver() && !this.goesOn.getAsBoolean()) {
                    abort();
                    return;
                }
                if (this.deadline.isOver()) {
                    this.deadline = this.deadline.again();
                }
            }
        }

        /** The driver sends it on a connection of its own, which may stall too. */
        private void cancel() {
            mark(true);
            start("e2e-migrations-cancel", this::cancelStatement);
            if (!isEndedAfter(GRACE)) {
                abortConnection();
            }
        }

        private void cancelStatement() {
            Statement current = MessageWatch.this.statement;
            try {
                if (current != null) {
                    current.cancel();
                }
            } catch (SQLException ex) {
                LOG.debug("The statement could not be canceled; its connection is aborted", ex);
            }
        }

        private void abort() {
            mark(false);
            abortConnection();
        }

        private synchronized void mark(boolean asCanceled) {
            this.canceled = asCanceled;
            this.unanswered = !asCanceled;
        }

        private void abortConnection() {
            try {
                MessageWatch.this.connection.abort(Runnable::run);
            } catch (SQLException ex) {
                LOG.debug("The connection could not be aborted", ex);
            }
        }

        private synchronized boolean isEndedAfter(Duration pause) {
            Deadline end = Deadline.in(pause, TimeSource.system());
            try {
                while (!this.ended && !end.isOver()) {
                    TimeUnit.NANOSECONDS.timedWait(this, end.left().toNanos());
                }
            } catch (InterruptedException ex) {
                return true; // nobody else knows this thread
            }
            return this.ended;
        }

        /** What the failure of the work is for the caller. */
        synchronized SQLException failure(SQLException error) {
            RunLimit limits = MessageWatch.this.run;
            MigrationException reason = this.canceled && limits != null
                    ? limits.reason("an answer from " + MessageWatch.this.server)
                    : null;
            if (reason != null) {
                reason.addSuppressed(error);
                throw reason;
            }
            return this.unanswered
                    ? new SQLTimeoutException(
                            "No answer for " + this.whole.waited().toMillis() + " ms, although a statement may take "
                                    + this.limit.duration().toMillis() + " ms (" + this.limit.property()
                                    + "): the connection is taken for dead.",
                            "08006",
                            error)
                    : error;
        }

        private void start(String name, Runnable work) {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            thread.start();
        }
    }
}
