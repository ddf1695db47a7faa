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
 * Restores the seed data of every table that migrations created, rows and sequences, in one message and one
 * transaction, under the lock of migrations. Unchanged tables and sequences are not touched. Immutable.
 */
public final class DataReset {

    private final List<String> definition;

    /** A reset of the tables in the schema of this history. */
    public DataReset(HistoryTable history) {
        this.definition = ResetSql.definition(history);
    }

    /**
     * Resets the data.
     *
     * @return what was changed and is restored
     * @throws NothingMigratedException if no migration was applied to the database
     * @throws HistoryFormatException if the history has another format than ours
     * @throws UnfinishedRunException if the first run on the database or a migration was interrupted, and no other has
     *     completed it
     * @throws ChangedTablesException if a table or sequence is not as the migrations left it, apart from its data
     * @throws HiddenRowsException if the role cannot see rows that it would have to restore or to spare
     * @throws UnknownRowsException if the seed data of a table is unknown
     * @throws ReferencedRowsException if rows of a table that is not ours reference rows to delete
     * @throws ResetFailedException if the server refuses a statement; nothing was changed
     * @throws ConnectionLostException if the connection is lost; call this again with a new session
     */
    public ResetReport run(DatabaseSession session) {
        long start = System.nanoTime();
        Map<String, List<String>> found = call(session);
        refuse(found, session.description());
        return new ResetReport(
                session.description(),
                found.getOrDefault("TABLE", List.of()),
                found.getOrDefault("SEQUENCE", List.of()),
                Duration.ofNanos(System.nanoTime() - start));
    }

    private static void refuse(Map<String, List<String>> found, String target) {
        if (found.containsKey("NO_HISTORY")) {
            throw NothingMigratedException.of(target);
        }
        if (found.containsKey("FORMAT")) {
            throw new HistoryFormatException(
                    target, Integer.parseInt(found.get("FORMAT").get(0)));
        }
        if (found.containsKey("INTERRUPTED")) {
            throw UnfinishedRunException.interrupted(target, found.get("INTERRUPTED"));
        }
        if (found.containsKey("PENDING")) {
            throw UnfinishedRunException.first(target);
        }
        if (found.containsKey("CHANGED")) {
            throw new ChangedTablesException(target, found.get("CHANGED"));
        }
        if (found.containsKey("HIDDEN")) {
            throw new HiddenRowsException(target, found.get("HIDDEN"));
        }
        if (found.containsKey("UNKNOWN")) {
            throw new UnknownRowsException(target, found.get("UNKNOWN"));
        }
        if (found.containsKey("REFERENCED")) {
            throw new ReferencedRowsException(target, found.get("REFERENCED"));
        }
    }

    private Map<String, List<String>> call(DatabaseSession session) {
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
