package io.e2e.migrations.time;

import io.e2e.migrations.config.MigrationException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What ends a run before its work is done: its limit, an interrupt of its thread, or a cancellation. Thread-safe.
 *
 * @param deadline the limit
 * @param canceled whether nobody wants the result any more
 */
public record RunLimit(Deadline deadline, BooleanSupplier canceled) {

    /** The limit of a run that begins now. */
    public static RunLimit in(Duration limit, TimeSource time) {
        return new RunLimit(Deadline.in(limit, time), time.cancellation());
    }

    /** Whether the run of this thread has to end. */
    public boolean isReached(Thread runner) {
        return runner.isInterrupted() || this.canceled.getAsBoolean() || this.deadline.isOver();
    }

    /**
     * Why the run of the calling thread has to end; {@code null} if it may go on.
     *
     * @param awaited what the run waits for, such as {@code an answer from a database}
     */
    public @Nullable MigrationException reason(String awaited) {
        if (Thread.currentThread().isInterrupted()) {
            return new WaitInterruptedException(awaited);
        }
        if (this.canceled.getAsBoolean()) {
            return new RunCanceledException(awaited);
        }
        return this.deadline.isOver() ? new RunTimeoutException(awaited, this.deadline.limit()) : null;
    }

    /**
     * Ends the run of the calling thread if it has to end.
     *
     * @param awaited what the run would wait for next
     * @throws WaitInterruptedException if the thread was interrupted; its interrupt flag stays set
     * @throws RunCanceledException if the run was canceled
     * @throws RunTimeoutException if the limit is reached
     */
    public void check(String awaited) {
        MigrationException reason = reason(awaited);
        if (reason != null) {
            throw reason;
        }
    }
}
