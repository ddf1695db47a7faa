package io.e2e.migrations.kubernetes.cluster;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What goes wrong in the cluster, by the test's choice; nothing does at first. Thread-safe; a change holds for what is
 * asked from then on.
 */
public final class Troubles {

    private final Set<String> forbidden = ConcurrentHashMap.newKeySet();
    private final AtomicLong roundTrips = new AtomicLong();
    private final AtomicLong bytesPassed = new AtomicLong();
    private final AtomicLong bytesUntilCut = new AtomicLong(Long.MAX_VALUE);
    private final AtomicReference<@Nullable Runnable> afterList = new AtomicReference<>();
    private final AtomicReference<@Nullable Awaited> awaited = new AtomicReference<>();
    private volatile @Nullable String token;
    private volatile int failure;

    Troubles() {}

    /**
     * Requests must carry this bearer token, or their connection a known certificate, from now on. Another token gets 401, and
     * a request without credentials is one of {@code system:anonymous}, which may do nothing.
     */
    public void requireToken(String token) {
        this.token = token;
    }

    /** A right that is missing from now on, such as {@code list} and {@code pods}: 403. */
    public void forbid(String verb, String resource) {
        this.forbidden.add(verb + " " + resource);
    }

    /** The right is there again. */
    public void allow(String verb, String resource) {
        this.forbidden.remove(verb + " " + resource);
    }

    /** Every request gets this status; 0 ends it. */
    public void failWith(int status) {
        this.failure = status;
    }

    /**
     * A tunnel breaks, without a goodbye, after this many bytes more: of all tunnels, in both directions together. It
     * happens once.
     */
    public void cutAfterBytes(long bytes) {
        this.bytesUntilCut.set(bytes);
    }

    /** Does something, once, as soon as this text was sent through a tunnel to a pod. */
    public void whenSent(String text, Runnable action) {
        this.awaited.set(new Awaited(text, action));
    }

    /** Does something, once, after the next list was made and before anybody can act on it. */
    public void whenListed(Runnable action) {
        this.afterList.set(action);
    }

    /** How many bytes may pass before the cut; negative if none is to come. */
    public long bytesUntilCut() {
        long left = this.bytesUntilCut.get();
        return left == Long.MAX_VALUE ? -1 : left;
    }

    boolean isForbidden(String verb, String resource) {
        return this.forbidden.contains(verb + " " + resource);
    }

    @Nullable
    String token() {
        return this.token;
    }

    int failure() {
        return this.failure;
    }

    /** How often a client spoke through a tunnel after its PostgreSQL had spoken: each is a round trip. */
    public long roundTrips() {
        return this.roundTrips.get();
    }

    void countRoundTrip() {
        this.roundTrips.incrementAndGet();
    }

    /** How many bytes went through tunnels so far, in both directions. */
    public long bytesPassed() {
        return this.bytesPassed.get();
    }

    /** How many of these bytes may still pass, and whether the tunnel breaks after them. */
    Allowance allowance(int bytes) {
        this.bytesPassed.addAndGet(bytes);
        while (true) {
            long left = this.bytesUntilCut.get();
            if (left == Long.MAX_VALUE) {
                return new Allowance(bytes, false);
            }
            boolean cut = left <= bytes;
            if (this.bytesUntilCut.compareAndSet(left, cut ? Long.MAX_VALUE : left - bytes)) {
                return new Allowance(cut ? (int) left : bytes, cut);
            }
        }
    }

    /** A list was made. */
    void listed() {
        Runnable action = this.afterList.getAndSet(null);
        if (action != null) {
            action.run();
        }
    }

    /** Tells what was sent to a pod. */
    void sent(String text) {
        Awaited now = this.awaited.get();
        if (now != null && text.contains(now.text) && this.awaited.compareAndSet(now, null)) {
            now.action.run();
        }
    }

    /** Whether somebody wants to know what is sent. */
    boolean isAwaiting() {
        return this.awaited.get() != null;
    }

    private record Awaited(String text, Runnable action) {}

    /** What may pass of a piece of a stream. */
    record Allowance(int bytes, boolean cutAfterwards) {}
}
