package io.e2e.migrations.proof.scenario;

import io.e2e.migrations.time.TimeSource;
import java.time.Duration;
import java.time.Instant;

/**
 * A clock that stands still.
 *
 * @param now what it shows
 */
record FixedDay(Instant now) implements TimeSource {

    @Override
    public void sleep(Duration duration) {
        TimeSource.system().sleep(duration);
    }
}
