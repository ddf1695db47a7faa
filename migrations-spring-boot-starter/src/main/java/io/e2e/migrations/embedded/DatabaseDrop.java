package io.e2e.migrations.embedded;

import io.e2e.migrations.time.Deadline;
import io.e2e.migrations.time.TimeSource;
import java.sql.SQLException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drops databases that nobody needs any more, each in a thread of its own.
 *
 * @param sql asks and drops
 * @param session guards the session, which others may use between two statements
 */
record DatabaseDrop(ServerSql sql, Object session) {

    private static final Logger LOG = LoggerFactory.getLogger(DatabaseDrop.class);

    private static final Duration LEAVE_LIMIT = Duration.ofSeconds(5);
    private static final Duration LEAVE_POLL = Duration.ofMillis(50);

    /** Begins to drop a database; nobody waits for it. */
    void begin(String database) {
        Thread thread = new Thread(() -> whenLeft(database), "e2e-migrations-embedded-drop");
        thread.setDaemon(true);
        thread.start();
    }

    /** DROP DATABASE itself would wait for sessions in steps of 100 ms, and keep others waiting for ours meanwhile. */
    private void whenLeft(String database) {
        try {
            Deadline deadline = Deadline.in(LEAVE_LIMIT, TimeSource.system());
            while (isInUse(database) && !deadline.isOver()) {
                deadline.pause(LEAVE_POLL);
            }
            drop(database);
        } catch (SQLException | RuntimeException | LinkageError ex) {
            LOG.debug("{} goes with the server", database, ex);
        }
    }

    private boolean isInUse(String database) throws SQLException {
        synchronized (this.session) {
            return this.sql.isInUse(database);
        }
    }

    private void drop(String database) {
        synchronized (this.session) {
            this.sql.drop(database);
        }
    }
}
