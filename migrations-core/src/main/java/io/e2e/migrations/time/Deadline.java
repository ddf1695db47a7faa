package io.e2e.migrations.time;

import java.time.Duration;
import java.time.Instant;

/**
 * The end of a wait.
 *
 * @param time the clock, which also pauses the thread
 * @param start when the wait began
 * @param limit how long the wait may last
 */
public record Deadline(TimeSource time, Instant start, Duration limit) {

    /** The deadline of a wait that begins now. */
    public static Deadline in(Duration limit, TimeSource time) {
        return new Deadline(time, time.now(), limit);
    }

    /** The deadline of a wait with the same limit that begins now. */
    public Deadline again() {
        return in(this.limit, this.time);
    }

    /** How long the wait has lasted. */
    public Duration waited() {
        return Duration.between(this.start, this.time.now());
    }

    /** Whether the wait has reached its limit. */
    public boolean isOver() {
        return waited().compareTo(this.limit) >= 0;
    }

    /** Pauses for the given time, or until the deadline if that comes first. */
    public void pause(Duration duration) {
        Duration left = this.limit.minus(waited());
        Duration pause = duration.compareTo(left) < 0 ? duration : left;
        if (!pause.isNegative() && !pause.isZero()) {
            this.time.sleep(pause);
        }
    }
}
