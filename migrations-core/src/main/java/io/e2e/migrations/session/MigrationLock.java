package io.e2e.migrations.session;

import io.e2e.migrations.time.Deadline;
import io.e2e.migrations.time.TimeSource;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lock of a run: a session-level advisory lock, which the server releases if the process is killed. It is polled,
 * so that a waiting session does not block {@code CREATE INDEX CONCURRENTLY}. Advisory locks are per database
 * (PostgreSQL manual, "Explicit Locking"), so the key contains only the schema.
 */
final class MigrationLock {

    private static final Logger LOG = LoggerFactory.getLogger(MigrationLock.class);

    /** The condition that {@link Attempt#addForTransaction} acquired the lock for the current transaction. */
    static final String HAS_LOCK = "current_setting('e2e_migrations.locked')::boolean";

    /** "e2em" in ASCII: the first half of the key, which identifies our locks in pg_locks. */
    private static final int CLASS_ID = 0x6532656d;

    private static final Duration POLL_INTERVAL = Duration.ofMillis(50);
    private static final Duration REPORT_INTERVAL = Duration.ofSeconds(5);

    private final int objectId;
    private final TimeSource time;
    private Duration reported = Duration.ZERO;

    MigrationLock(String schema, TimeSource time) {
        this.objectId = schema.hashCode();
        this.time = time;
    }

    Deadline deadline(Duration limit) {
        return Deadline.in(limit, this.time);
    }

    Attempt attempt() {
        return new Attempt();
    }

    /** Waits for the lock in a session of psql. */
    String waitingSql() {
        return "SELECT pg_advisory_lock(" + key() + ")";
    }

    /** Releases the lock before the session ends. */
    static String releaseSql(String schema) {
        return "SELECT pg_advisory_unlock(" + key(schema.hashCode()) + ")";
    }

    private String key() {
        return key(this.objectId);
    }

    private static String key(int objectId) {
        return CLASS_ID + ", " + objectId;
    }

    /** Pauses before the next attempt, or gives up. */
    void waitFor(Attempt failed, Deadline deadline, String target) {
        if (deadline.isOver()) {
            throw new LockTimeoutException(target, failed.holder(), deadline.limit());
        }
        Duration waited = deadline.waited();
        if (this.reported.isZero() || waited.minus(this.reported).compareTo(REPORT_INTERVAL) >= 0) {
            LOG.info(
                    "Another process is migrating {}: {}. Waited {} s so far; the limit is {} s.",
                    target,
                    failed.holder(),
                    waited.toSeconds(),
                    deadline.limit().toSeconds());
            this.reported = waited.plusMillis(1);
        }
        deadline.pause(POLL_INTERVAL);
    }

    /** One attempt to acquire the lock, as a part of a message. */
    final class Attempt {

        private boolean succeeded;
        private @Nullable String holder;

        /** Acquires the lock until the end of the session. */
        void addTo(RoundTrip roundTrip) {
            roundTrip.add("SELECT pg_try_advisory_lock(" + key() + ")", row -> this.succeeded = row.getBoolean(1));
        }

        /**
         * Acquires the lock until the end of the transaction; {@link #HAS_LOCK} tells the rest of the message the
         * result.
         */
        void addForTransaction(RoundTrip roundTrip) {
            roundTrip.add(
                    "SELECT set_config('e2e_migrations.locked', pg_try_advisory_xact_lock(" + key() + ")::text, true)",
                    row -> this.succeeded = row.getBoolean(1));
        }

        /** Reads the holder. Sent only after a failed attempt, because the server plans this query slowly. */
        RoundTrip holderQuery() {
            // pg_locks shows the key as unsigned numbers (PostgreSQL manual, "pg_locks").
            return new RoundTrip()
                    .add(Sql.CATALOG_PATH)
                    .add(
                            """
                    SELECT a.pid, a.usename, a.application_name, a.client_addr, a.backend_start
                      FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
                     WHERE l.locktype = 'advisory' AND l.granted AND a.pid <> pg_backend_pid()
                       AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
                       AND l.classid = %d::oid AND l.objid = %d::oid AND l.objsubid = 2""".formatted(CLASS_ID, Integer.toUnsignedLong(MigrationLock.this.objectId)),
                            row -> this.holder = describe(row));
        }

        private static String describe(ResultSet row) throws SQLException {
            return "backend %d, role %s, %s, from %s, connected since %s"
                    .formatted(row.getInt(1), row.getString(2), row.getString(3), row.getString(4), row.getString(5));
        }

        boolean succeeded() {
            return this.succeeded;
        }

        String holder() {
            return this.holder == null ? "it has just finished" : this.holder;
        }
    }
}
