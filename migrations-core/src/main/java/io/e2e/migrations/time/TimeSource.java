package io.e2e.migrations.time;

import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/**
 * The clock of everything that waits or depends on the date. Tests replace it, to choose the date and to wait without
 * delay. Implementations are thread-safe.
 */
public interface TimeSource {

    /** The current time, for dates. The clock may be set forward or back at any moment. */
    Instant now();

    /** The time since some fixed moment, for durations: it never steps. {@link System#nanoTime} by default. */
    default Duration elapsed() {
        return Duration.ofNanos(System.nanoTime());
    }

    /**
     * Pauses the calling thread.
     *
     * @throws WaitInterruptedException if the thread is interrupted; its interrupt flag stays set
     */
    void sleep(Duration duration);

    /** Tells, of a run that begins now, whether nobody waits for its result any more; that never happens by default. */
    default BooleanSupplier cancellation() {
        return () -> false;
    }

    /** The system clock, which really pauses. */
    static TimeSource system() {
        return SystemTimeSource.INSTANCE;
    }
}
