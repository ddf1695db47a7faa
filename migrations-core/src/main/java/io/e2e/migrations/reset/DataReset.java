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
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Restores the seed data of every table that migrations created, rows and sequences, in one message and one
 * transaction, under the lock of migrations. Unchanged tables and sequences are not touched. In a database that is ours
 * alone, restores every other table too, to what it held when that was recorded. Not thread-safe.
 */
public final class DataReset {

    private static final Logger LOG = LoggerFactory.getLogger(DataReset.class);

    private final HistoryTable history;
    private final @Nullable Set<String> histories;
    private @Nullable String recorded;
    private List<String> definition;

    private DataReset(HistoryTable history, @Nullable Set<String> histories) {
        this.history = history;
        this.histories = histories;
        this.definition = define();
    }

    /** A reset of the tables in the schema of this history that it knows. */
    public static DataReset ofMigrated(HistoryTable history) {
        return new DataReset(history, null);
    }

    /**
     * A reset of all tables of a database that is ours alone, except those in schemas with another history.
     *
     * @param histories the names, in lower case, of the tables in which other tools note what they did, which are left alone
     */
    public static DataReset ofAll(HistoryTable history, Set<String> histories) {
        return new DataReset(history, Set.copyOf(histories));
    }

    private List<String> define() {
        return ResetSql.definition(
                this.history,
                this.histories == null ? OtherDataSql.NONE : OtherDataSql.values(this.recorded, this.histories));
    }

    /**
     * Records the data of the tables that the history does not know, in one message, unless they are not ours to reset. To
     * be called before a test writes to what is new; what is recorded already stays as it is.
     *
     * @throws ResetFailedException if the server refuses a statement
     * @throws ConnectionLostException if the connection is lost; call this again with a new session
     */
    public void record(DatabaseSession session) {
        record(session, true);
    }

    private void record(DatabaseSession session, boolean early) {
        if (this.histories == null) {
            return;
        }
        Map<String, String> values = OtherDataSql.values(this.recorded, this.histories);
        Map<String, List<String>> found =
                call(session, OtherDataSql.definition(this.history, values, early), OtherDataSql.CALL);
        // Nothing if a run has not ended, as the reset will say.
        found.getOrDefault("RECORDED", List.of()).forEach(all -> this.recorded = all);
        this.definition = define();
        if (found.containsKey("LEFT")) {
            LOG.warn(
                    "A reset of {} leaves the rows of these tables alone, because it cannot see or keep them all: {}",
                    session.description(),
                    String.join(", ", found.get("LEFT")));
        }
    }

    /**
     * Resets the data. Records first what was not recorded, as far as it is ours to reset.
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
        if (this.recorded == null) {
            record(session, true);
        }
        Map<String, List<String>> found = call(session, this.definition, ResetSql.CALL);
        if (found.containsKey("NEW")) {
            record(session, false);
            found = call(session, this.definition, ResetSql.CALL);
        }
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

    private static Map<String, List<String>> call(DatabaseSession session, List<String> function, String call) {
        try {
            return session.callUnderLock(function, call);
        } catch (SQLException ex) {
            if (SqlStates.isConnectionLost(ex)) {
                throw new ConnectionLostException("While resetting " + session.description(), ex);
            }
            throw new ResetFailedException(session.description(), ex);
        }
    }
}
