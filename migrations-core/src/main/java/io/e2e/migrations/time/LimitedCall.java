package io.e2e.migrations.time;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * A call of code that may block for longer than its caller can wait, and that an interrupt does not end, such as the login
 * of a driver. It runs on a daemon thread, which is left behind at the limit. Immutable and thread-safe.
 *
 * @param name the name of the thread
 * @param limit how long the caller waits
 */
public record LimitedCall(String name, Duration limit) {

    /**
     * Calls.
     *
     * @param late takes a result that comes after the limit
     * @throws TimeoutException if there was no result within the limit
     * @throws WaitInterruptedException if the calling thread was interrupted; its interrupt flag stays set
     * @throws Exception what the call throws
     */
    public <T> T run(Callable<T> call, Consumer<T> late) throws Exception {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread thread = new Thread(() -> complete(result, call), this.name);
        thread.setDaemon(true);
        thread.start();
        try {
            return result.get(this.limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException ex) {
            if (ex.getCause() instanceof Error error) {
                throw error;
            }
            throw ex.getCause() instanceof Exception cause ? cause : ex;
        } catch (InterruptedException ex) {
            abandon(result, thread, late);
            Thread.currentThread().interrupt();
            throw new WaitInterruptedException(ex);
        } catch (TimeoutException ex) {
            abandon(result, thread, late);
            throw ex;
        }
    }

    private static <T> void complete(CompletableFuture<T> result, Callable<T> call) {
        try {
            result.complete(call.call());
        } catch (Throwable ex) {
            result.completeExceptionally(ex);
        }
    }

    /** An interrupt ends the wait of most pools. */
    private static <T> void abandon(CompletableFuture<T> result, Thread thread, Consumer<T> late) {
        CompletableFuture<Void> unused = result.thenAccept(late);
        thread.interrupt();
    }
}
