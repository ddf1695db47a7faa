package io.e2e.migrations.session;

import io.e2e.migrations.plan.AppliedMigration;
import io.e2e.migrations.plan.InterruptedMigration;
import io.e2e.migrations.plan.InterruptedMigrationException;
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
}
