package io.e2e.migrations.time;

import java.time.Duration;

/**
 * The end of a wait, whatever happens to the date meanwhile.
 *
 * @param time the clock, which also pauses the thread
 * @param start when the wait began, by {@link TimeSource#elapsed}
 * @param limit how long the wait may last
 */
public record Deadline(TimeSource time, Duration start, Duration limit) {

    /** The deadline of a wait that begins now. */
    public static Deadline in(Duration limit, TimeSource time) {
        return new Deadline(time, time.elapsed(), limit);
    }

    /** The deadline of a wait with the same limit that begins now. */
    public Deadline again() {
        return in(this.limit, this.time);
    }

    /** How long the wait has lasted. */
    public Duration waited() {
        return this.time.elapsed().minus(this.start);
    }

    /** How much of the limit is left; negative if it is over. */
    public Duration left() {
        return this.limit.minus(waited());
    }

    /** Whether the wait has reached its limit. */
    public boolean isOver() {
        return left().compareTo(Duration.ZERO) <= 0;
    }

    /** Pauses for the given time, or until the deadline if that comes first. */
    public void pause(Duration duration) {
        Duration left = left();
        Duration pause = duration.compareTo(left) < 0 ? duration : left;
        if (!pause.isNegative() && !pause.isZero()) {
            this.time.sleep(pause);
        }
    }
}
