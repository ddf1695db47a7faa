package io.e2e.migrations.isolation;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes databases ahead, and drops the used ones. One thread makes them, a second one connects to each, and a third one
 * drops when there is nothing to make or too many used ones are left, so that no test waits for a DROP. Thread-safe.
 */
final class DatabasePool implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DatabasePool.class);

    /** Enough for a few quick tests in a row; each costs memory or disk. */
    private static final int AHEAD = 3;

    /** With more used databases than these, a few hundred megabytes at most, dropping no longer waits until all are made. */
    static final int MOST_LEFT = 16;

    /** With so many databases, tests wait for a drop, so that they do not fill the disk. */
    static final int MOST = 64;

    /** The application closes connections without notice. */
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    private static final Duration LAST_WORK = Duration.ofSeconds(30);

    private final Supplier<PooledDatabase> maker;
    private final BiConsumer<PooledDatabase, Executor> preparation;
    private final Queue<CompletableFuture<PooledDatabase>> promised = new ArrayDeque<>();
    private final Deque<PooledDatabase> used = new ArrayDeque<>();
    private final Semaphore room = new Semaphore(MOST);
    private boolean lookingAgain;
    private final ScheduledThreadPoolExecutor making = thread("e2e-migrations-make");
    private final ScheduledThreadPoolExecutor preparing = thread("e2e-migrations-connect");
    private final ScheduledThreadPoolExecutor dropping = thread("e2e-migrations-drop");

    /**
     * Creates a pool that makes the first databases when one is acquired.
     *
     * @param maker makes one
     * @param preparation begins what else can be done ahead, which may take as long as making the next one
     */
    DatabasePool(Supplier<PooledDatabase> maker, BiConsumer<PooledDatabase, Executor> preparation) {
        this.maker = maker;
        this.preparation = preparation;
    }

    private static ScheduledThreadPoolExecutor thread(String name) {
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        return executor;
    }

    /** A database that nobody has used; waits for it if none is ready. */
    PooledDatabase acquire() {
        this.room.acquireUninterruptibly();
        try {
            return await(poll());
        } catch (RuntimeException | Error ex) {
            this.room.release();
            throw ex;
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the next step is only told that this one is done
    private synchronized CompletableFuture<PooledDatabase> poll() {
        while (this.promised.size() <= AHEAD) {
            CompletableFuture<PooledDatabase> promise = CompletableFuture.supplyAsync(this::make, this.making);
            this.promised.add(promise);
            // Not the future of both: that one would not be done yet when the dropping thread looks at it.
            promise.whenComplete((made, failure) -> soon());
        }
        return this.promised.remove();
    }

    /** Waits for a database; throws what kept it from being made. */
    static PooledDatabase await(CompletableFuture<PooledDatabase> promise) {
        try {
            return promise.join();
        } catch (CompletionException ex) {
            if (ex.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (ex.getCause() instanceof Error cause) {
                throw cause;
            }
            throw ex;
        }
    }

    /** Drops a used database later, once the application has left it. */
    void retire(PooledDatabase database) {
        synchronized (this) {
            this.used.add(database);
        }
        soon();
    }

    private PooledDatabase make() {
        PooledDatabase made = this.maker.get();
        this.preparation.accept(made, this.preparing);
        return made;
    }

    private void tidy() {
        PooledDatabase leaving = nextToDrop();
        if (leaving != null) {
            try {
                leaving.close();
            } catch (RuntimeException | LinkageError ex) {
                LOG.warn("{} could not be dropped and stays on the server", leaving.address(), ex);
            } finally {
                this.room.release();
            }
            soon();
        }
    }

    private synchronized @Nullable PooledDatabase nextToDrop() {
        boolean tooMany = this.used.size() > MOST_LEFT;
        if (this.used.isEmpty() || (!tooMany && this.promised.stream().anyMatch(promise -> !promise.isDone()))) {
            return null;
        }
        for (Iterator<PooledDatabase> candidates = this.used.iterator(); candidates.hasNext(); ) {
            PooledDatabase candidate = candidates.next();
            if (candidate.isQuiet()) {
                candidates.remove();
                return candidate;
            }
        }
        if (tooMany) {
            LOG.warn(
                    "Closing connections that an earlier test left open in {}: {} databases of earlier tests are still in use",
                    this.used.element().address(),
                    this.used.size());
            return this.used.remove();
        }
        lookAgain();
        return null;
    }

    private void soon() {
        schedule(this::tidy, Duration.ZERO);
    }

    private synchronized void lookAgain() {
        if (!this.lookingAgain) {
            this.lookingAgain = true;
            schedule(this::tidyAgain, LOOK_AGAIN);
        }
    }

    private void tidyAgain() {
        synchronized (this) {
            this.lookingAgain = false;
        }
        tidy();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the work says itself what failed
    private void schedule(Runnable work, Duration delay) {
        try {
            this.dropping.schedule(work, delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException ex) {
            LOG.trace("The context is closing, which drops everything", ex);
        }
    }

    /** Ends the threads and closes every connection; the provisioner drops the databases when it is closed. */
    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // what was never made has no connection
    public void close() {
        // What is made now may wait for a server that is gone.
        this.making.shutdownNow();
        for (ScheduledThreadPoolExecutor thread : List.of(this.making, this.preparing, this.dropping)) {
            end(thread);
        }
        synchronized (this) {
            this.used.forEach(PooledDatabase::disconnect);
            this.promised.forEach(promise -> promise.thenAccept(PooledDatabase::disconnect));
        }
    }

    private static void end(ScheduledThreadPoolExecutor thread) {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(LAST_WORK.toNanos(), TimeUnit.NANOSECONDS)) {
                LOG.warn("A database is still being made or dropped; it stays on the server");
            }
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
    }
}
