package io.e2e.migrations.time;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** The system clock. The only class of this library that sleeps. */
enum SystemTimeSource implements TimeSource {
    INSTANCE;

    private final Clock clock = Clock.systemUTC();

    @Override
    public Instant now() {
        return this.clock.instant();
    }

    @Override
    public void sleep(Duration duration) {
        try {
            TimeUnit.NANOSECONDS.sleep(duration.toNanos());
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            throw new WaitInterruptedException(ex);
        }
    }
}
