package io.e2e.migrations.embedded;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.time.Deadline;
import io.e2e.migrations.time.TimeSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a used copy as good as a new one, where a test did no more than write rows into tables that were empty and draw
 * numbers from sequences. To copy and to drop a database costs the server two operations for each of its files, of which
 * hundreds of tables have thousands; this costs one look at all of them. Everything else, and all that cannot be told, is
 * refused, and the database is to be dropped. Thread-safe.
 */
final class Recycling {

    private static final Logger LOG = LoggerFactory.getLogger(Recycling.class);

    /** Smaller databases are copied and dropped as quickly; a table with a text and a primary key has four. */
    static final int WORTHWHILE = 1200;

    /** A backend ends a moment after its client has left. */
    private static final Duration LEAVE_LIMIT = Duration.ofSeconds(1);

    private static final Duration LEAVE_POLL = Duration.ofMillis(1);

    /** To empty a table, its indexes included, costs as much as to copy so many of them and drop them. */
    private static final int COPIES_FOR_ONE = 5;

    /** More than that is dropped faster than deleted row by row. */
    private static final long MOST_BYTES = 4 << 20;

    private final EmbeddedServer server;
    private final MigrationConfig config;
    private final long sealed;
    private final int fewestRelations;
    private final Map<String, Long> usedSince = new ConcurrentHashMap<>();
    private volatile boolean looked;
    private volatile @Nullable PristineCopy pristine;

    /**
     * For the copies of one database.
     *
     * @param sealed the number of a transaction that is later than all that wrote what is copied
     * @param fewestRelations a database with fewer is not worth the while
     */
    Recycling(EmbeddedServer server, MigrationConfig config, long sealed, int fewestRelations) {
        this.server = server;
        this.config = config;
        this.sealed = sealed;
        this.fewestRelations = fewestRelations;
    }

    /** Looks once at a copy that nobody has used, unless it is too small or cannot be emptied without side effects. */
    void learnFrom(String copy) {
        if (this.looked) {
            return;
        }
        this.looked = true;
        try (Connection session = this.server.running().connect(copy)) {
            if (PristineCopy.relations(session) >= this.fewestRelations) {
                PristineCopy seen = new PristineCopy(session, this.sealed);
                this.pristine = seen.isHarmlessToEmpty() ? seen : null;
            }
        } catch (SQLException ex) {
            LOG.debug("{} could not be looked at", copy, ex);
        }
    }

    /** Gives a database another name if nobody is in it: whoever has the old one cannot come back. */
    Optional<DatabaseAddress> rename(String used) {
        if (this.pristine == null || !isLeft(used)) {
            return Optional.empty();
        }
        try {
            DatabaseAddress renamed = this.server.rename(this.config, used);
            this.usedSince.put(renamed.database(), usedSince(used));
            this.usedSince.remove(used);
            return Optional.of(renamed);
        } catch (EmbeddedDatabaseException ex) {
            LOG.debug("Somebody has come back to {}", used, ex);
            return Optional.empty();
        }
    }

    private boolean isLeft(String database) {
        try {
            Deadline deadline = Deadline.in(LEAVE_LIMIT, TimeSource.system());
            while (this.server.isInUse(database)) {
                if (deadline.isOver()) {
                    return false;
                }
                deadline.pause(LEAVE_POLL);
            }
            return true;
        } catch (SQLException ex) {
            LOG.debug("Nobody knows who is in {}", database, ex);
            return false;
        }
    }

    /**
     * Empties the tables of a renamed database that were empty, and puts its sequences back.
     *
     * @return whether nothing else was different, so that it is as a new copy now; otherwise it is good for nothing
     */
    boolean restore(String renamed) {
        PristineCopy model = this.pristine;
        if (model == null) {
            return false;
        }
        try (Connection session = this.server.running().connect(renamed)) {
            Map<Long, Long> written = model.written(session);
            if (written.size() * COPIES_FOR_ONE > model.tables()
                    || written.values().stream().mapToLong(Long::longValue).sum() > MOST_BYTES) {
                LOG.debug("{} holds more rows than are deleted quickly", renamed);
                return false;
            }
            empty(session, model, written.keySet());
            if (!model.equalsAll(session, usedSince(renamed), written.keySet())) {
                LOG.debug("{} differs in more than rows", renamed);
                return false;
            }
            forgetEstimates(session, model, renamed, written.keySet());
            return true;
        } catch (SQLException ex) {
            LOG.debug("{} could not be put back", renamed, ex);
            return false;
        }
    }

    private void empty(Connection session, PristineCopy model, Set<Long> written) throws SQLException {
        String restoring = model.restoring(session, written);
        try (Statement statement = session.createStatement()) {
            if (!restoring.isEmpty()) {
                statement.execute("SET session_replication_role = replica; " + restoring);
            }
            if (!written.isEmpty()) {
                // Gives the pages back, too: otherwise the next rows would come to lie behind deleted ones.
                statement.execute("VACUUM (" + vacuumOptions() + ") " + model.names(written));
            }
        }
    }

    /** The last that is done: from here on, what was written before is what a new copy holds. */
    private void forgetEstimates(Connection session, PristineCopy model, String database, Set<Long> written)
            throws SQLException {
        if (!written.isEmpty()) {
            try (Statement statement = session.createStatement()) {
                statement.execute(model.estimates(written));
                this.usedSince.put(database, ServerSql.nextTransaction(statement));
            }
        }
    }

    private String vacuumOptions() {
        String options = "TRUNCATE ON, INDEX_CLEANUP ON";
        return this.server.running().major() >= 16 ? options + ", SKIP_DATABASE_STATS ON" : options;
    }

    private long usedSince(String database) {
        return this.usedSince.getOrDefault(database, this.sealed);
    }
}
