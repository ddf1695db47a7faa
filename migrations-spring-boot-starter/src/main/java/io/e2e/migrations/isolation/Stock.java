package io.e2e.migrations.isolation;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Databases made ahead by a thread of its own, which also drops the used ones: when it has nothing to make, or when too
 * many are left. So a test waits for a DROP only if it is faster than making and dropping together for as long as
 * {@link #MOST_LEFT} databases. Thread-safe.
 */
final class Stock implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Stock.class);

    /** Enough for a few quick tests in a row; each costs memory or disk. */
    private static final int AHEAD = 3;

    /** So many used databases may lie about: a few hundred megabytes at most. */
    static final int MOST_LEFT = 16;

    /** The application gives connections back without telling us. */
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    private static final Duration LAST_WORK = Duration.ofSeconds(30);

    private final Supplier<FreshDatabase> maker;
    private final Queue<CompletableFuture<FreshDatabase>> promised = new ArrayDeque<>();
    private final Deque<FreshDatabase> used = new ArrayDeque<>();
    private final ScheduledThreadPoolExecutor worker;

    Stock(Supplier<FreshDatabase> maker) {
        this.maker = maker;
        this.worker = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "e2e-migrations-fresh-databases");
            thread.setDaemon(true);
            return thread;
        });
        this.worker.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Begins to make some. */
    synchronized void fill() {
        while (this.promised.size() < AHEAD) {
            CompletableFuture<FreshDatabase> promise = new CompletableFuture<>();
            this.promised.add(promise);
            this.worker.execute(() -> make(promise));
        }
    }

    /** One that nobody has used; waits for it if none is ready. */
    FreshDatabase take() {
        CompletableFuture<FreshDatabase> promise;
        synchronized (this) {
            fill();
            promise = this.promised.remove();
            fill();
        }
        try {
            return promise.join();
        } catch (CompletionException ex) {
            if (ex.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw ex;
        }
    }

    /** Drops a used one, some time, once the application has left it. */
    synchronized void retire(FreshDatabase database) {
        this.used.add(database);
        later(Duration.ZERO);
    }

    private void make(CompletableFuture<FreshDatabase> promise) {
        try {
            promise.complete(this.maker.get());
        } catch (RuntimeException | Error ex) {
            promise.completeExceptionally(ex);
        }
        later(Duration.ZERO);
    }

    private void tidy() {
        FreshDatabase leaving = nextToDrop();
        if (leaving != null) {
            try {
                leaving.close();
            } catch (RuntimeException ex) {
                LOG.warn("{} could not be dropped and is left behind", leaving.address(), ex);
            }
            later(Duration.ZERO);
        }
    }

    private synchronized @Nullable FreshDatabase nextToDrop() {
        boolean tooMany = this.used.size() > MOST_LEFT;
        if (this.used.isEmpty() || (!tooMany && this.promised.stream().anyMatch(promise -> !promise.isDone()))) {
            return null;
        }
        for (Iterator<FreshDatabase> candidates = this.used.iterator(); candidates.hasNext(); ) {
            FreshDatabase candidate = candidates.next();
            if (candidate.isQuiet()) {
                candidates.remove();
                return candidate;
            }
        }
        if (tooMany) {
            LOG.warn(
                    "Ending the connections that earlier tests keep in {}: {} databases are left behind in this way",
                    this.used.element().address(),
                    this.used.size());
            return this.used.remove();
        }
        later(LOOK_AGAIN);
        return null;
    }

    private void later(Duration delay) {
        try {
            this.worker.schedule(this::tidy, delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException ex) {
            LOG.trace("The context is closing, which drops everything", ex);
        }
    }

    /** Ends the thread and every connection; dropping is left to whoever closes the supply. */
    @Override
    public void close() {
        this.worker.shutdown();
        try {
            if (!this.worker.awaitTermination(LAST_WORK.toNanos(), TimeUnit.NANOSECONDS)) {
                LOG.warn("A database is still being made; it is left behind");
            }
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
        synchronized (this) {
            this.used.forEach(FreshDatabase::disconnect);
            this.promised.forEach(promise -> promise.thenAccept(FreshDatabase::disconnect));
        }
    }
}
