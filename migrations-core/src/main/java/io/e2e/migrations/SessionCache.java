package io.e2e.migrations;

import io.e2e.migrations.config.MigrationException;
import io.e2e.migrations.config.MigrationOptions;
import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.session.ConnectionLostException;
import io.e2e.migrations.session.DatabaseSession;
import io.e2e.migrations.time.RunLimit;
import io.e2e.migrations.time.TimeSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The sessions that resets use, one per database and options. Connecting and filling the new backend's caches costs ten
 * times as much as a reset, so a session is kept until {@link #close}. No session of the application's own database is
 * kept, because it would take a connection from the application's pool. Thread-safe; runs one call at a time.
 */
final class SessionCache implements AutoCloseable {

    private final TimeSource time;
    private final Map<Key, DatabaseSession> kept = new HashMap<>();

    SessionCache(TimeSource time) {
        this.time = time;
    }

    /** Does the work with a session of this database, and once more with a new one if the kept one is broken. */
    synchronized <T> T with(TargetDatabase database, MigrationOptions options, Function<DatabaseSession, T> work) {
        if (database.address().isEmpty()) {
            try (DatabaseSession session = DatabaseSession.open(database, options, this.time)) {
                return work.apply(session);
            }
        }
        Key key = new Key(database, database.address(), options);
        discardOtherAddresses(key);
        boolean reused = this.kept.containsKey(key);
        try {
            return work.apply(session(key));
        } catch (ConnectionLostException ex) {
            int lost = discard(key);
            if (!reused) {
                terminate(key, lost, ex);
                throw ex;
            }
            DatabaseSession next = session(key);
            next.terminate(lost);
            return work.apply(next);
        }
    }

    private DatabaseSession session(Key key) {
        RunLimit limit = RunLimit.in(key.options().timeouts().run(), this.time);
        DatabaseSession session =
                this.kept.computeIfAbsent(key, k -> DatabaseSession.open(k.database(), k.options(), limit));
        session.begin(limit);
        return session;
    }

    /** Closes a session; the result is its process of the server, 0 if there is none. */
    private int discard(Key key) {
        DatabaseSession broken = this.kept.remove(key);
        if (broken == null) {
            return 0;
        }
        broken.close();
        return broken.backend();
    }

    /** Ends a lost session, which may hold the lock in a transaction that no longer gets its end. */
    private void terminate(Key key, int lost, ConnectionLostException loss) {
        try (DatabaseSession other = DatabaseSession.open(key.database(), key.options(), this.time)) {
            other.terminate(lost);
        } catch (MigrationException ex) {
            loss.addSuppressed(ex);
        }
    }

    @Override
    public synchronized void close() {
        for (DatabaseSession session : this.kept.values()) {
            session.close();
        }
        this.kept.clear();
    }

    /**
     * Closes sessions at an address that the database had before: a session would block the drop of the old database.
     */
    private void discardOtherAddresses(Key now) {
        List.copyOf(this.kept.keySet()).stream()
                .filter(key ->
                        key.database().equals(now.database()) && !key.address().equals(now.address()))
                .forEach(this::discard);
    }

    private record Key(TargetDatabase database, Optional<DatabaseAddress> address, MigrationOptions options) {}
}
