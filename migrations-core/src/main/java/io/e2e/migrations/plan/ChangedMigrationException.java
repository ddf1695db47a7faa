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
                "Put the old text back and write the change as a new migration; or, if the database holds nothing that"
                        + " must stay, drop it and start again with an empty one.",
                null);
        this.changes = List.copyOf(changes);
    }

    /** Each edited migration with the row of the history that disagrees. */
    public List<Change> changes() {
        return this.changes;
    }

    /**
     * One edited file.
     *
     * @param migration as the catalog has it now
     * @param applied as it was applied
     */
    public record Change(Migration migration, AppliedMigration applied) {
        @Override
        public String toString() {
            return "  " + this.migration.file() + ", applied " + this.applied.appliedAt() + " with checksum "
                    + this.applied.checksum() + ", now has checksum " + this.migration.checksum();
        }
    }
}
