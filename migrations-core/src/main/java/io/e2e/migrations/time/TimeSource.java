package io.e2e.migrations.time;

import java.time.Duration;
import java.time.Instant;

/**
 * The clock and the pause of everything that waits or depends on today's date, so that tests run on a date of their
 * choice and wait in no time. Implementations are thread-safe.
 */
public interface TimeSource {

    /** The present moment. */
    Instant now();

    /**
     * Pauses the calling thread.
     *
     * @throws WaitInterruptedException if the thread is interrupted; its interrupt flag is set again
     */
    void sleep(Duration duration);

    /** The machine's clock and a real pause. */
    static TimeSource system() {
        return SystemTimeSource.INSTANCE;
    }
}
