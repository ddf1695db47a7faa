package io.e2e.migrations.session;

import io.e2e.migrations.plan.AppliedMigration;
import java.util.List;
import java.util.Set;

/**
 * The state of a database at one moment.
 *
 * @param history the history
 * @param snapshot the requested objects that exist
 * @param roles the requested roles that exist
 * @param pendingSeedData the files of migrations whose seed data is not recorded yet
 * @param historyFormat {@link HistoryTable#FORMAT}, or an earlier format that must be upgraded
 */
public record DatabaseState(
        List<AppliedMigration> history,
        SchemaSnapshot snapshot,
        Set<String> roles,
        Set<String> pendingSeedData,
        int historyFormat) {

    public DatabaseState {
        history = List.copyOf(history);
        roles = Set.copyOf(roles);
        pendingSeedData = Set.copyOf(pendingSeedData);
    }

    /** Whether the history has an earlier format, so that it must be upgraded first. */
    public boolean isOutdated() {
        return this.historyFormat < HistoryTable.FORMAT;
    }
}
