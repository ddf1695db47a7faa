package io.e2e.migrations.testing;

import io.e2e.migrations.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A clock that moves only when somebody sleeps, and then at once. */
public final class FixedTime implements TimeSource {

    private final List<Duration> pauses = new ArrayList<>();
    private Instant now;

    private FixedTime(Instant now) {
        this.now = now;
    }

    public static FixedTime at(String instant) {
        return new FixedTime(Instant.parse(instant));
    }

    public List<Duration> pauses() {
        return this.pauses;
    }

    @Override
    public Instant now() {
        return this.now;
    }

    @Override
    public void sleep(Duration duration) {
        this.pauses.add(duration);
        this.now = this.now.plus(duration);
    }
}
