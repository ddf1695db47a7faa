package io.e2e.migrations.time;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A clock that moves only when a thread sleeps, and without delay. */
public final class FixedTime implements TimeSource {

    private final List<Duration> pauses = new ArrayList<>();
    private Instant now;

    private FixedTime(Instant now) {
        this.now = now;
    }

    /** A clock at this moment, such as {@code 2026-11-05T12:00:00Z}. */
    public static FixedTime at(String instant) {
        return new FixedTime(Instant.parse(instant));
    }

    /** The duration of each sleep. */
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
