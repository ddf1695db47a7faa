package io.e2e.migrations;

import io.e2e.migrations.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** The clock of a service, whose runs can be canceled: those that began before. Thread-safe. */
final class ServiceTime implements TimeSource {

    private final TimeSource time;
    private final AtomicInteger cancellations = new AtomicInteger();

    ServiceTime(TimeSource time) {
        this.time = time;
    }

    /** Cancels what has begun. */
    void cancel() {
        this.cancellations.incrementAndGet();
    }

    @Override
    public BooleanSupplier cancellation() {
        int before = this.cancellations.get();
        return () -> this.cancellations.get() != before;
    }

    @Override
    public Instant now() {
        return this.time.now();
    }

    @Override
    public Duration elapsed() {
        return this.time.elapsed();
    }

    @Override
    public void sleep(Duration duration) {
        this.time.sleep(duration);
    }
}
