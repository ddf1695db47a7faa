package io.e2e.migrations.kubernetes;

import io.e2e.migrations.time.Deadline;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One wait until PostgreSQL is ready: its length, the latest reason, and what it logs. A first attempt that succeeds logs
 * nothing. Used by one thread.
 */
final class ReadinessWait {

    private static final Logger LOG = LoggerFactory.getLogger(ReadinessWait.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
    private static final Duration BETWEEN_REPORTS = Duration.ofSeconds(10);

    private final Deadline deadline;
    private final String awaited;
    private Duration pause = FIRST_PAUSE;
    private String reason = "";
    private @Nullable Throwable cause;
    private @Nullable String reported;
    private Duration reportedAt = Duration.ZERO;

    /**
     * Begins a wait.
     *
     * @param awaited what is awaited, such as {@code PostgreSQL of service postgresql in namespace e2e}
     */
    ReadinessWait(Deadline deadline, String awaited) {
        this.deadline = deadline;
        this.awaited = awaited;
    }

    Duration waited() {
        return this.deadline.waited();
    }

    boolean isOver() {
        return this.deadline.isOver();
    }

    /** Why PostgreSQL was not ready at the latest attempt. */
    String reason() {
        return this.reason;
    }

    @Nullable
    Throwable cause() {
        return this.cause;
    }

    /** Records the outcome of an attempt. */
    void notReady(String reason, @Nullable Throwable cause) {
        this.reason = reason;
        this.cause = cause;
    }

    /** The time for one attempt: what is left of the wait, but at least a second to make it fair, and at most the limit. */
    Duration attemptTimeout(Duration limit) {
        Duration left = this.deadline.left();
        Duration fair = left.toMillis() < 1000 ? Duration.ofSeconds(1) : left;
        return fair.compareTo(limit) < 0 ? fair : limit;
    }

    /** Ends the wait if the thread was interrupted, which the Kubernetes client reports as a failed request. */
    void endIfInterrupted() {
        if (Thread.currentThread().isInterrupted()) {
            this.deadline.time().sleep(Duration.ofMillis(1));
        }
    }

    /** Pauses, longer each time; logs the reason before if it is new, or its first line if it was logged long ago. */
    void pause() {
        boolean due = waited().minus(this.reportedAt).compareTo(BETWEEN_REPORTS) >= 0;
        boolean isNew = !this.reason.equals(this.reported);
        if (isNew || due) {
            LOG.info(
                    "Waiting for {} ({} s of {} s): {}",
                    this.awaited,
                    waited().toSeconds(),
                    this.deadline.limit().toSeconds(),
                    isNew ? this.reason : this.reason.lines().findFirst().orElse(""));
            this.reported = this.reason;
            this.reportedAt = waited();
        }
        this.deadline.pause(this.pause);
        Duration longer = this.pause.multipliedBy(2);
        this.pause = longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
    }
}
