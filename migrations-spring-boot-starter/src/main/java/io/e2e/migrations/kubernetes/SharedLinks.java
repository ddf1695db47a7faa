package io.e2e.migrations.kubernetes;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Lets everybody in this JVM who wants the same service of the same cluster use one tunnel, and closes it after the last of
 * them. Test contexts come and go, and each would otherwise open its own. Thread-safe.
 */
final class SharedLinks {

    /** The one of this JVM; a static on purpose, see {@code docs/decisions/0011-kubernetes-tunnel.md}. */
    static final SharedLinks OF_THIS_JVM = new SharedLinks();

    private final Map<Key, Entry> entries = new HashMap<>();

    /** Takes a share in the link with this key, which is opened if nobody has one. */
    synchronized Share take(Key key, Supplier<ServiceLink> opener) {
        Entry entry = this.entries.get(key);
        if (entry == null) {
            entry = new Entry(opener.get());
            this.entries.put(key, entry);
        }
        entry.shares++;
        return new Share(key, entry.link);
    }

    /** How many links are open. */
    synchronized int open() {
        return this.entries.size();
    }

    private synchronized boolean giveBack(Key key) {
        Entry entry = this.entries.get(key);
        if (entry == null || --entry.shares > 0) {
            return false;
        }
        this.entries.remove(key);
        return true;
    }

    /**
     * What makes two users share a link.
     *
     * @param cluster the identity of the cluster and of the user there
     */
    record Key(String cluster, String namespace, String service) {}

    private static final class Entry {

        private final ServiceLink link;
        private int shares;

        Entry(ServiceLink link) {
            this.link = link;
        }
    }

    /** One user's hold on a link. */
    final class Share implements AutoCloseable {

        private final Key key;
        private final ServiceLink link;
        private final AtomicBoolean closed = new AtomicBoolean();

        Share(Key key, ServiceLink link) {
            this.key = key;
            this.link = link;
        }

        ServiceLink link() {
            return this.link;
        }

        boolean isClosed() {
            return this.closed.get();
        }

        @Override
        public void close() {
            if (this.closed.compareAndSet(false, true) && giveBack(this.key)) {
                this.link.close();
            }
        }
    }
}
