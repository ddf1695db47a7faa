package io.e2e.migrations.plan;

import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.config.MigrationException;
import java.util.List;
import java.util.stream.Collectors;

/** Files were edited after they were applied to this database. */
public final class ChangedMigrationException extends MigrationException {

    private final List<Change> changes;

    ChangedMigrationException(List<Change> changes) {
        super(
                "Migrations were edited after they were applied to this database:\n"
                        + changes.stream().map(Change::toString).collect(Collectors.joining("\n")),
                "Restore the old text and write the change as a new migration; or, if the database already is as the new"
                        + " text makes it, migrations.repair(" + files(changes)
                        + "); or, if the database contains nothing"
                        + " to keep, drop it and start with an empty one.",
                null);
        this.changes = List.copyOf(changes);
    }

    private static String files(List<Change> changes) {
        return changes.stream()
                .map(change -> '"' + change.migration().file() + '"')
                .collect(Collectors.joining(", "));
    }

    /** Each edited migration with its row in the history. */
    public List<Change> changes() {
        return this.changes;
    }

    /**
     * One edited file.
     *
     * @param migration the migration in the catalog
     * @param applied its row in the history
     */
    public record Change(Migration migration, AppliedMigration applied) {
        @Override
        public String toString() {
            return "  " + this.migration.file() + ", applied " + this.applied.appliedAt() + " with checksum "
                    + this.applied.checksum() + ", now has checksum " + this.migration.checksum();
        }
    }
}
