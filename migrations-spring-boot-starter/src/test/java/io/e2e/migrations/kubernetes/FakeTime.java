package io.e2e.migrations.kubernetes;

import io.e2e.migrations.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A clock that only pauses move, and in whose pauses things happen. */
final class FakeTime implements TimeSource {

    private final Instant start = Instant.parse("2026-03-01T00:00:00Z");
    private final List<Event> events = new ArrayList<>();
    private Instant now = this.start;

    /** Something that happens when so much time has passed. */
    void after(Duration passed, Runnable event) {
        this.events.add(new Event(this.start.plus(passed), event));
    }

    Duration passed() {
        return Duration.between(this.start, now());
    }

    @Override
    public synchronized Instant now() {
        return this.now;
    }

    @Override
    public synchronized void sleep(Duration duration) {
        this.now = this.now.plus(duration);
        List<Event> due = this.events.stream()
                .filter(event -> !event.at.isAfter(this.now))
                .toList();
        this.events.removeAll(due);
        due.forEach(event -> event.action.run());
    }

    private record Event(Instant at, Runnable action) {}
}
