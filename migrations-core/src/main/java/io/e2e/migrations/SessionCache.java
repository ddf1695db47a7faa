package io.e2e.migrations;

import io.e2e.migrations.config.MigrationOptions;
import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.session.ConnectionLostException;
import io.e2e.migrations.session.DatabaseSession;
import io.e2e.migrations.time.TimeSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The sessions that resets use, one per database and options. To connect and to fill the new backend's caches costs ten
 * times as much as a reset, so a session is kept until {@link #close}; unless the database is the application's own,
 * whose connections come from a pool and are missed there. Thread-safe; one call at a time.
 */
final class SessionCache implements AutoCloseable {

    private final TimeSource time;
    private final Map<Key, DatabaseSession> kept = new HashMap<>();

    SessionCache(TimeSource time) {
        this.time = time;
    }

    /** Works with a session of this database; once more with a new one if a kept one turns out to be broken. */
    synchronized <T> T with(TargetDatabase database, MigrationOptions options, Function<DatabaseSession, T> work) {
        if (database.address().isEmpty()) {
            try (DatabaseSession session = DatabaseSession.open(database, options, this.time)) {
                return work.apply(session);
            }
        }
        Key key = new Key(database, database.address(), options);
        forgetElsewhere(key);
        boolean old = this.kept.containsKey(key);
        try {
            return work.apply(session(key));
        } catch (ConnectionLostException ex) {
            discard(key);
            if (!old) {
                throw ex;
            }
            return work.apply(session(key));
        }
    }

    private DatabaseSession session(Key key) {
        return this.kept.computeIfAbsent(key, k -> DatabaseSession.open(k.database(), k.options(), this.time));
    }

    private void discard(Key key) {
        DatabaseSession broken = this.kept.remove(key);
        if (broken != null) {
            broken.close();
        }
    }

    @Override
    public synchronized void close() {
        this.kept.values().forEach(DatabaseSession::close);
        this.kept.clear();
    }

    /** A database that tests get afresh is another one each time; nobody shall be left in the old one. */
    private void forgetElsewhere(Key now) {
        List.copyOf(this.kept.keySet()).stream()
                .filter(key ->
                        key.database().equals(now.database()) && !key.address().equals(now.address()))
                .forEach(this::discard);
    }

    private record Key(TargetDatabase database, Optional<DatabaseAddress> address, MigrationOptions options) {}
}
