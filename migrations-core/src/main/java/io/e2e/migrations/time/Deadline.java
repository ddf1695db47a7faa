package io.e2e.migrations.time;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * A moment after which waiting ends.
 *
 * @param time the clock that is asked and that pauses
 * @param start when the wait began
 * @param limit how long it may last
 */
public record Deadline(TimeSource time, Instant start, Duration limit) {

    public Deadline {
        Objects.requireNonNull(time, "time");
        Objects.requireNonNull(start, "start");
        Objects.requireNonNull(limit, "limit");
    }

    /** A wait that begins now. */
    public static Deadline in(Duration limit, TimeSource time) {
        return new Deadline(time, time.now(), limit);
    }

    /** A wait as long as this one that begins now. */
    public Deadline again() {
        return in(this.limit, this.time);
    }

    /** How long the wait has lasted. */
    public Duration waited() {
        return Duration.between(this.start, this.time.now());
    }

    /** Whether the time is over. */
    public boolean isOver() {
        return waited().compareTo(this.limit) >= 0;
    }

    /** Pauses for the given time, or until the deadline if that is nearer. */
    public void pause(Duration duration) {
        Duration left = this.limit.minus(waited());
        Duration pause = duration.compareTo(left) < 0 ? duration : left;
        if (!pause.isNegative() && !pause.isZero()) {
            this.time.sleep(pause);
        }
    }
}
