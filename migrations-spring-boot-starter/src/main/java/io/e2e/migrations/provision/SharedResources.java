package io.e2e.migrations.provision;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Shares resources in this JVM among all that hold a {@link Lease} on them, and closes each with its last lease. Spring
 * contexts that know nothing of each other are to share servers and tunnels, so a target keeps its one instance in a
 * static. Thread-safe.
 *
 * @param <K> what must be equal for a resource to be shared
 * @param <R> the resource
 */
public final class SharedResources<K, R extends SharedResources.Resource> {

    private final Map<K, Entry<R>> entries = new HashMap<>();

    /** Acquires a lease on the resource of this key, which is opened if there is none that is usable. */
    public synchronized Lease<R> acquire(K key, Supplier<R> opener) {
        Entry<R> present = this.entries.get(key);
        if (present != null && !present.resource.isUsable()) {
            this.entries.remove(key);
            present.resource.close();
        }
        Entry<R> entry = this.entries.get(key);
        if (entry == null) {
            entry = new Entry<>(opener.get());
            this.entries.put(key, entry);
        }
        entry.leases++;
        Entry<R> leased = entry;
        return new Lease<>(entry.resource, () -> release(key, leased));
    }

    /** The number of open resources. */
    public synchronized int open() {
        return this.entries.size();
    }

    private void release(K key, Entry<R> entry) {
        synchronized (this) {
            entry.leases--;
            if (entry.leases > 0) {
                return;
            }
            this.entries.remove(key, entry);
        }
        entry.resource.close();
    }

    /** What can be shared. */
    public interface Resource extends AutoCloseable {

        /** Whether further leases make sense; a resource that is not usable is closed and replaced. */
        default boolean isUsable() {
            return true;
        }

        @Override
        void close();
    }

    private static final class Entry<R> {

        private final R resource;
        private int leases;

        Entry(R resource) {
            this.resource = resource;
        }
    }

    /**
     * A share in a resource. Closing it twice is the same as once.
     *
     * @param <R> the resource
     */
    public static final class Lease<R> implements AutoCloseable {

        private final R resource;
        private final Runnable release;
        private final AtomicBoolean closed = new AtomicBoolean();

        private Lease(R resource, Runnable release) {
            this.resource = resource;
            this.release = release;
        }

        /** The resource, which must not be used after this lease is closed. */
        public R resource() {
            return this.resource;
        }

        /** Whether the lease is closed. */
        public boolean isClosed() {
            return this.closed.get();
        }

        @Override
        public void close() {
            if (this.closed.compareAndSet(false, true)) {
                this.release.run();
            }
        }
    }
}
