package io.e2e.migrations.testing;

import io.e2e.migrations.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A clock that moves only when somebody sleeps, and then at once. */
public final class FixedTime implements TimeSource {

    private final List<Duration> pauses = new ArrayList<>();
    private final List<Event> events = new ArrayList<>();
    private final Instant start;
    private Instant now;

    private FixedTime(Instant start) {
        this.start = start;
        this.now = start;
    }

    public static FixedTime at(String instant) {
        return new FixedTime(Instant.parse(instant));
    }

    public List<Duration> pauses() {
        return this.pauses;
    }

    /** How far the clock has moved. */
    public Duration passed() {
        return elapsed();
    }

    /** Runs an action, during a sleep, when the clock has moved this far. */
    public void after(Duration passed, Runnable action) {
        this.events.add(new Event(this.start.plus(passed), action));
    }

    @Override
    public synchronized Instant now() {
        return this.now;
    }

    @Override
    public synchronized Duration elapsed() {
        return Duration.between(this.start, this.now);
    }

    @Override
    public synchronized void sleep(Duration duration) {
        this.pauses.add(duration);
        this.now = this.now.plus(duration);
        List<Event> due = this.events.stream()
                .filter(event -> !event.at.isAfter(this.now))
                .toList();
        this.events.removeAll(due);
        due.forEach(event -> event.action.run());
    }

    private record Event(Instant at, Runnable action) {}
}
