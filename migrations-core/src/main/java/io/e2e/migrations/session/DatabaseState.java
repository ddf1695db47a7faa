package io.e2e.migrations.session;

import io.e2e.migrations.plan.AppliedMigration;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * What a database said of itself at one moment.
 *
 * @param history the migrations that it has
 * @param snapshot the objects that were asked for
 * @param roles those of the roles asked for that exist
 * @param pendingSeedData the files of migrations whose seed data is still to be recorded
 * @param historyFormat {@link HistoryTable#FORMAT}, or an earlier one that is to be upgraded
 */
public record DatabaseState(
        List<AppliedMigration> history,
        SchemaSnapshot snapshot,
        Set<String> roles,
        Set<String> pendingSeedData,
        int historyFormat) {

    public DatabaseState {
        history = List.copyOf(history);
        Objects.requireNonNull(snapshot, "snapshot");
        roles = Set.copyOf(roles);
        pendingSeedData = Set.copyOf(pendingSeedData);
    }

    /** Whether the history has an earlier format, so that it is to be upgraded before anything else. */
    public boolean isOutdated() {
        return this.historyFormat < HistoryTable.FORMAT;
    }
}
