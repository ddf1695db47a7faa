package io.e2e.migrations.isolation;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets the tests of one application context, methods or classes, run one after another; the others wait. Thread-safe. */
final class TestLock {

    private static final Logger LOG = LoggerFactory.getLogger(TestLock.class);

    /** Longer than any class; a test that never ends, or whose end is not told, must not stop the build without a word. */
    static final Duration LONGEST_WAIT = Duration.ofMinutes(30);

    private final Isolation isolation;
    private final Duration longestWait;
    private final Set<Object> parts = new HashSet<>();
    private @Nullable Object holder;
    private @Nullable Thread thread;
    private boolean told;
    private boolean closed;

    TestLock(Isolation isolation, Duration longestWait) {
        this.isolation = isolation;
        this.longestWait = longestWait;
    }

    /**
     * Acquires the lock; waits while another test has it.
     *
     * @param test what has the lock from now on; its text names it for people
     * @param part a part of the test, such as a nested class; the lock is released when each part is over
     * @param runner the thread that runs the test until it is over; {@code null} if that is not known
     * @return whether the lock was free: {@code false} if this test had it already
     * @throws ParallelTestsException if waiting is useless
     */
    synchronized boolean acquire(Object test, Object part, @Nullable Thread runner) {
        long end = System.nanoTime() + this.longestWait.toNanos();
        while (this.holder != null && !isContinuedBy(test)) {
            if (isHere()) {
                throw ParallelTestsException.sameThread(this.isolation, name(test), name(this.holder));
            }
            await(test, this.holder, end);
        }
        boolean free = this.holder == null;
        if (free && !this.closed) {
            this.holder = test;
            this.thread = runner;
        }
        this.parts.add(part);
        return free;
    }

    /** The methods of a class share its lock. A method can be run several times at once, and each run waits. */
    private boolean isContinuedBy(Object test) {
        return isHeldBy(test) && (this.isolation == Isolation.CLASS || isHere());
    }

    private boolean isHere() {
        return Thread.currentThread().equals(this.thread);
    }

    private void await(Object test, Object other, long end) {
        if (!this.told) {
            this.told = true;
            LOG.info(
                    "{} waits for {}: with e2e.migrations.isolation={}, the tests of one application context run one after"
                            + " another",
                    name(test),
                    name(other),
                    this.isolation.text());
        }
        long left = end - System.nanoTime();
        if (left <= 0) {
            throw ParallelTestsException.tooLong(this.isolation, name(test), name(other), this.longestWait);
        }
        try {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            throw ParallelTestsException.interrupted(this.isolation, name(test), name(other), ex);
        }
    }

    /** Whether this test has the lock. */
    synchronized boolean isHeldBy(Object test) {
        return test.equals(this.holder);
    }

    /** A part of a test is over; no effect if the test does not have the lock. */
    synchronized void release(Object test, Object part) {
        if (isHeldBy(test) && this.parts.remove(part) && this.parts.isEmpty()) {
            release();
        }
    }

    /** Lets everybody go on: the context is closed, and no test that waits can use its databases. */
    synchronized void close() {
        this.closed = true;
        release();
    }

    private void release() {
        this.parts.clear();
        this.holder = null;
        this.thread = null;
        notifyAll();
    }

    private static String name(Object test) {
        return test instanceof Class<?> type ? type.getSimpleName() : test.toString();
    }
}
