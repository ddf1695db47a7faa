package io.e2e.migrations.embedded;

import io.e2e.migrations.config.Secret;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The servers of this JVM, each shared by all that hold a {@link Lease} on it: the one place of this package that keeps
 * state in a static, because Spring contexts that know nothing of each other are to share. Thread-safe.
 */
final class SharedServers {

    private static final Map<Key, Entry> SERVERS = new HashMap<>();

    private SharedServers() {}

    /** A share in the server of this key, started by {@code starter} if there is none. */
    static Lease lease(Key key, Function<Key, EmbeddedServer> starter) {
        synchronized (SERVERS) {
            Entry entry = SERVERS.get(key);
            if (entry == null || !entry.server.isRunning()) {
                discard(key, entry);
                entry = new Entry(starter.apply(key));
                SERVERS.put(key, entry);
            }
            entry.users++;
            return new Lease(key, entry);
        }
    }

    /** A server that ended by itself leaves its files; those who still hold it see their connections fail. */
    private static void discard(Key key, @Nullable Entry dead) {
        if (dead != null) {
            SERVERS.remove(key);
            dead.server.close();
        }
    }

    private static void giveBack(Key key, Entry entry) {
        synchronized (SERVERS) {
            entry.users--;
            if (entry.users == 0) {
                SERVERS.remove(key, entry);
                entry.server.close();
            }
        }
    }

    /**
     * What must be equal for a server to be shared. The password is part of it because roles belong to a server, not to
     * a database: all roles of one server have its password.
     *
     * @param password as configured; {@code null} means one of the server's own making
     */
    record Key(EmbeddedSettings settings, @Nullable Secret password) {

        /** The password for the roles of a new server. */
        Secret rolePassword() {
            return this.password == null ? Secret.generate() : this.password;
        }
    }

    private static final class Entry {

        private final EmbeddedServer server;
        private int users;

        Entry(EmbeddedServer server) {
            this.server = server;
        }
    }

    /** A share in a server. Closing it more than once is the same as once. */
    static final class Lease implements AutoCloseable {

        private final Key key;
        private final Entry entry;
        private final AtomicBoolean closed = new AtomicBoolean();

        private Lease(Key key, Entry entry) {
            this.key = key;
            this.entry = entry;
        }

        EmbeddedServer server() {
            return this.entry.server;
        }

        @Override
        public void close() {
            if (this.closed.compareAndSet(false, true)) {
                giveBack(this.key, this.entry);
            }
        }
    }
}
