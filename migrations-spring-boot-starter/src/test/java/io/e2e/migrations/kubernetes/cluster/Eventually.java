package io.e2e.migrations.kubernetes.cluster;

import io.e2e.migrations.time.Deadline;
import io.e2e.migrations.time.TimeSource;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits, in real time, for what happens in the background. */
public final class Eventually {

    private Eventually() {}

    /** Returns when the condition holds. */
    public static void holds(String what, BooleanSupplier condition) {
        Deadline deadline = Deadline.in(Duration.ofSeconds(20), TimeSource.system());
        while (!condition.getAsBoolean()) {
            if (deadline.isOver()) {
                throw new AssertionError("did not come true: " + what);
            }
            deadline.pause(Duration.ofMillis(5));
        }
    }
}
