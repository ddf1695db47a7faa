package io.e2e.migrations.session;

import io.e2e.migrations.plan.AppliedMigration;
import io.e2e.migrations.plan.InterruptedMigration;
import io.e2e.migrations.plan.InterruptedMigrationException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The state of a database at one moment.
 *
 * @param history the history
 * @param snapshot the requested objects that exist
 * @param roles the requested roles that exist
 * @param pendingSeedData the files of migrations whose seed data is not recorded yet
 * @param historyFormat {@link HistoryTable#FORMAT}, or an earlier format that must be upgraded
 * @param interrupted the migrations that began outside of a transaction and have not ended; not in the history
 */
public record DatabaseState(
        List<AppliedMigration> history,
        SchemaSnapshot snapshot,
        Set<String> roles,
        Set<String> pendingSeedData,
        int historyFormat,
        List<InterruptedMigration> interrupted) {

    public DatabaseState {
        history = List.copyOf(history);
        roles = Set.copyOf(roles);
        pendingSeedData = Set.copyOf(pendingSeedData);
        interrupted = List.copyOf(interrupted);
    }

    /** A state in which no migration was interrupted. */
    public DatabaseState(
            List<AppliedMigration> history,
            SchemaSnapshot snapshot,
            Set<String> roles,
            Set<String> pendingSeedData,
            int historyFormat) {
        this(history, snapshot, roles, pendingSeedData, historyFormat, List.of());
    }

    /**
     * Refuses a state in which a migration was interrupted.
     *
     * @param target the database, for messages
     * @throws InterruptedMigrationException if there is one
     */
    public void requireUninterrupted(String target) {
        this.interrupted.stream().findFirst().ifPresent(first -> {
            throw InterruptedMigrationException.unfinished(target, first);
        });
    }

    /** Whether the history has an earlier format, so that it must be upgraded first. */
    public boolean isOutdated() {
        return this.historyFormat < HistoryTable.FORMAT;
    }

    /** A message that reads the state; with a lock attempt, the state is read after it. */
    static final class Query {

        private final RoundTrip roundTrip;
        private final HistoryReading history = new HistoryReading();
        private final List<FoundObject> objects = new ArrayList<>();
        private final Set<String> existingRoles = new HashSet<>();
        private final HistoryTable table;

        /** Adds the query to a message. */
        Query(RoundTrip roundTrip, HistoryTable table, MigrationLock.@Nullable Attempt attempt) {
            this.roundTrip = roundTrip;
            this.table = table;
            this.roundTrip.add(Sql.CATALOG_PATH);
            if (attempt != null) {
                attempt.addTo(this.roundTrip);
            }
            this.table.addReading(this.roundTrip, this.history);
        }

        Query objects(Collection<String> names) {
            if (!names.isEmpty()) {
                this.roundTrip.add(SnapshotQuery.sql(this.table.schema(), names), this::readObject);
            }
            return this;
        }

        Query objectsIfMigrated(Collection<String> names) {
            if (!names.isEmpty()) {
                this.table.addIfMigrated(
                        this.roundTrip, SnapshotQuery.sql(this.table.schema(), names), this::readObject);
            }
            return this;
        }

        private void readObject(ResultSet row) throws SQLException {
            this.objects.add(SnapshotQuery.read(row));
        }

        Query roles(Collection<String> roles) {
            if (!roles.isEmpty()) {
                this.roundTrip.add(
                        "SELECT rolname FROM pg_roles WHERE rolname = ANY (" + Sql.textArray(roles) + ")",
                        row -> this.existingRoles.add(row.getString(1)));
            }
            return this;
        }

        RoundTrip message() {
            return this.roundTrip;
        }

        /** What the answer of the server says. */
        DatabaseState result(String database) {
            this.history.requireReadable(database, this.table);
            return this.history.state(new SchemaSnapshot(this.objects), this.existingRoles);
        }
    }
}
