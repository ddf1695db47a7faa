package io.e2e.migrations.kubernetes;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Shares one {@link ServiceConnection} among all databases of this JVM on the same service of the same cluster, and closes
 * it with the last of them. Otherwise every test context would open its own tunnel. Thread-safe.
 */
final class SharedConnections {

    /** The instance of this JVM; static on purpose, see {@code docs/decisions/0010-kubernetes-tunnel.md}. */
    static final SharedConnections OF_THIS_JVM = new SharedConnections();

    private final Map<Key, Entry> entries = new HashMap<>();

    /** Acquires a lease on the connection with this key; the first lease opens the connection. */
    synchronized Lease acquire(Key key, Supplier<ServiceConnection> opener) {
        Entry entry = this.entries.computeIfAbsent(key, any -> new Entry(opener.get()));
        entry.leases++;
        return new Lease(key, entry.connection);
    }

    /** The number of open connections. */
    synchronized int open() {
        return this.entries.size();
    }

    private synchronized boolean release(Key key) {
        Entry entry = this.entries.get(key);
        if (entry == null || --entry.leases > 0) {
            return false;
        }
        this.entries.remove(key);
        return true;
    }

    /**
     * Identifies a connection.
     *
     * @param cluster the identity of the cluster and of the user there
     */
    record Key(String cluster, String namespace, String service) {}

    private static final class Entry {

        private final ServiceConnection connection;
        private int leases;

        Entry(ServiceConnection connection) {
            this.connection = connection;
        }
    }

    /** One database's lease on a connection. */
    final class Lease implements AutoCloseable {

        private final Key key;
        private final ServiceConnection connection;
        private final AtomicBoolean closed = new AtomicBoolean();

        Lease(Key key, ServiceConnection connection) {
            this.key = key;
            this.connection = connection;
        }

        ServiceConnection connection() {
            return this.connection;
        }

        boolean isClosed() {
            return this.closed.get();
        }

        @Override
        public void close() {
            if (this.closed.compareAndSet(false, true) && release(this.key)) {
                this.connection.close();
            }
        }
    }
}
