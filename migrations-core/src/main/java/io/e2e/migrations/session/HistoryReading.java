package io.e2e.migrations.session;

import io.e2e.migrations.plan.AppliedMigration;
import io.e2e.migrations.plan.InterruptedMigration;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Collects the rows of a history of any format. */
final class HistoryReading {

    /** The columns of a row of an applied migration; those after them are of a migration that has begun. */
    private static final int APPLIED_COLUMNS = 9;

    private final List<AppliedMigration> rows = new ArrayList<>();
    private final List<InterruptedMigration> interrupted = new ArrayList<>();
    private final List<String> unreadable = new ArrayList<>();
    private final Set<String> pendingSeedData = new HashSet<>();
    private int format = HistoryTable.FORMAT;

    /** Reads a row, which has only the format if that is newer than ours. */
    void read(ResultSet row) throws SQLException {
        int rowFormat = row.getInt(1);
        if (rowFormat == HistoryTable.STARTED) {
            readStarted(row);
            return;
        }
        this.format = rowFormat;
        if (this.format > HistoryTable.FORMAT) {
            return;
        }
        String file = row.getString(3);
        Map<String, String> inputs = isComplete(row) ? inputs(row.getArray(5).getArray()) : null;
        if (inputs == null) {
            this.unreadable.add("rank " + row.getString(2) + ", file " + file + ", inputs " + row.getString(5));
            return;
        }
        String location = inputs.remove(HistoryTable.LOCATION);
        this.rows.add(new AppliedMigration(
                row.getLong(2),
                file,
                row.getString(4),
                inputs,
                row.getObject(6, OffsetDateTime.class).toInstant(),
                row.getString(9),
                Duration.ofMillis(row.getLong(7)),
                location));
        if (row.getBoolean(8)) {
            this.pendingSeedData.add(file);
        }
    }

    private void readStarted(ResultSet row) throws SQLException {
        this.interrupted.add(new InterruptedMigration(
                row.getString(3),
                row.getObject(6, OffsetDateTime.class).toInstant(),
                new InterruptedMigration.Step(
                        row.getInt(10), row.getInt(11), row.getString(12), row.getBoolean(13), row.getString(14))));
    }

    private static boolean isComplete(ResultSet row) throws SQLException {
        for (int column = 1; column <= APPLIED_COLUMNS; column++) {
            if (row.getObject(column) == null) {
                return false;
            }
        }
        return true;
    }

    /** {@code null} if an entry is not a name and a value. */
    private static @Nullable Map<String, String> inputs(Object array) {
        Map<String, String> inputs = new TreeMap<>();
        for (Object entry : (Object[]) array) {
            int equals = entry instanceof String text ? text.indexOf('=') : -1;
            if (equals < 0) {
                return null;
            }
            String text = entry.toString();
            inputs.put(text.substring(0, equals), text.substring(equals + 1));
        }
        return inputs;
    }

    /**
     * Refuses rows of a newer format, rows that we did not write, and rows that were changed since.
     *
     * @param target the database, for messages
     */
    void requireReadable(String target, HistoryTable table) {
        if (this.format > HistoryTable.FORMAT) {
            throw new HistoryFormatException(target, this.format);
        }
        if (!this.unreadable.isEmpty()) {
            throw new UnreadableHistoryException(target, table, this.unreadable);
        }
    }

    /** The state of a database with this history. Applied migrations are in the order in which they were applied. */
    DatabaseState state(SchemaSnapshot snapshot, Set<String> roles) {
        return new DatabaseState(this.rows, snapshot, roles, this.pendingSeedData, this.format, this.interrupted);
    }
}
