package io.e2e.migrations.kubernetes;

import io.e2e.migrations.time.Deadline;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One wait for PostgreSQL: how long it lasts, what it waits for, and what a person gets to see of it. The first look is
 * silent, because most of the time nothing has to be waited for. Used by one thread.
 */
final class PodWait {

    private static final Logger LOG = LoggerFactory.getLogger(PodWait.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
    private static final Duration BETWEEN_REPORTS = Duration.ofSeconds(10);

    private final Deadline deadline;
    private final String awaited;
    private Duration pause = FIRST_PAUSE;
    private @Nullable String reported;
    private Duration reportedAt = Duration.ZERO;

    /**
     * A wait that begins now.
     *
     * @param awaited what it waits for, such as {@code PostgreSQL of service postgresql in namespace e2e}
     */
    PodWait(Deadline deadline, String awaited) {
        this.deadline = deadline;
        this.awaited = awaited;
    }

    Duration waited() {
        return this.deadline.waited();
    }

    boolean isOver() {
        return this.deadline.isOver();
    }

    /** What is left of the wait, but never less than a second, so that the last attempt is a fair one. */
    Duration left() {
        Duration left = this.deadline.limit().minus(waited());
        return left.toMillis() < 1000 ? Duration.ofSeconds(1) : left;
    }

    /** Pauses, longer each time, after telling why if the reason is new or was told long ago. */
    void pauseBecause(String reason) {
        boolean due = waited().minus(this.reportedAt).compareTo(BETWEEN_REPORTS) >= 0;
        if (!reason.equals(this.reported) || due) {
            LOG.info(
                    "Waiting for {} ({} s of {} s): {}",
                    this.awaited,
                    waited().toSeconds(),
                    this.deadline.limit().toSeconds(),
                    reason);
            this.reported = reason;
            this.reportedAt = waited();
        }
        this.deadline.pause(this.pause);
        Duration longer = this.pause.multipliedBy(2);
        this.pause = longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
    }
}
