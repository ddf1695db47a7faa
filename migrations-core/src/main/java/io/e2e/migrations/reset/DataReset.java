package io.e2e.migrations.reset;

import io.e2e.migrations.session.ConnectionLostException;
import io.e2e.migrations.session.DatabaseSession;
import io.e2e.migrations.session.HistoryFormatException;
import io.e2e.migrations.session.HistoryTable;
import io.e2e.migrations.session.SqlStates;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Restores the seed data of every table that migrations created, rows and sequences, in one message and one transaction,
 * under the lock that migrations run under. What did not change is not touched. Immutable.
 */
public final class DataReset {

    private final List<String> definition;

    /** A reset of the tables in the schema of this history. */
    public DataReset(HistoryTable history) {
        this.definition = ResetSql.definition(history);
    }

    /**
     * Resets.
     *
     * @return what was different and is restored
     * @throws NothingMigratedException if no migration was ever applied here
     * @throws HistoryFormatException if the history has another format than ours
     * @throws UnfinishedRunException if the first run on this database was interrupted, and no other has completed it
     * @throws UnknownRowsException if the seed data of some table is unknown
     * @throws ReferencedRowsException if rows of a table that is not ours reference rows that would go
     * @throws ResetFailedException if the server refuses; nothing was changed
     * @throws ConnectionLostException if the connection breaks; call this again with a new session
     */
    public ResetReport run(DatabaseSession session) {
        long start = System.nanoTime();
        Map<String, List<String>> found = ask(session);
        String target = session.description();
        if (found.containsKey("NO_HISTORY")) {
            throw new NothingMigratedException(target);
        }
        if (found.containsKey("FORMAT")) {
            throw HistoryFormatException.of(
                    target, Integer.parseInt(found.get("FORMAT").get(0)));
        }
        if (found.containsKey("PENDING")) {
            throw new UnfinishedRunException(target);
        }
        if (found.containsKey("UNKNOWN")) {
            throw new UnknownRowsException(target, found.get("UNKNOWN"));
        }
        if (found.containsKey("REFERENCED")) {
            throw new ReferencedRowsException(target, found.get("REFERENCED"));
        }
        return new ResetReport(
                target,
                found.getOrDefault("TABLE", List.of()),
                found.getOrDefault("SEQUENCE", List.of()),
                Duration.ofNanos(System.nanoTime() - start));
    }

    private Map<String, List<String>> ask(DatabaseSession session) {
        try {
            return session.callUnderLock(this.definition, ResetSql.CALL);
        } catch (SQLException ex) {
            if (SqlStates.isConnectionLost(ex)) {
                throw new ConnectionLostException("While resetting " + session.description(), ex);
            }
            throw new ResetFailedException(session.description(), ex);
        }
    }
}
