package io.e2e.migrations.time;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A clock that moves only when a thread sleeps, and without delay. */
public final class FixedTime implements TimeSource {

    private final List<Duration> pauses = new ArrayList<>();
    private Instant now;
    private Duration stepped = Duration.ZERO;

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
    public Duration elapsed() {
        return Duration.between(Instant.EPOCH, this.now).minus(this.stepped);
    }

    /** Sets the date forward, or back, while no time passes. */
    public void step(Duration duration) {
        this.now = this.now.plus(duration);
        this.stepped = this.stepped.plus(duration);
    }

    @Override
    public void sleep(Duration duration) {
        this.pauses.add(duration);
        this.now = this.now.plus(duration);
    }
}
