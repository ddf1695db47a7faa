package io.e2e.migrations.plan;

import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.config.MigrationException;
import java.util.List;
import java.util.stream.Collectors;

/** Files were renamed or renumbered after they were applied to this database. */
public final class RenamedMigrationException extends MigrationException {

    private final List<Renaming> renamings;

    RenamedMigrationException(List<Renaming> renamings) {
        super(
                "Migrations were renamed after they were applied to this database:\n"
                        + renamings.stream().map(Renaming::toString).collect(Collectors.joining("\n")),
                "Restore the old names, because the file's name identifies a migration; or record the new ones:"
                        + " migrations.repair(" + files(renamings) + "). Nothing was run.",
                null);
        this.renamings = List.copyOf(renamings);
    }

    private static String files(List<Renaming> renamings) {
        return renamings.stream()
                .map(renaming -> '"' + renaming.migration().file() + '"')
                .distinct()
                .collect(Collectors.joining(", "));
    }

    /** Each renamed migration with its row in the history. */
    public List<Renaming> renamings() {
        return this.renamings;
    }

    /**
     * One renamed file.
     *
     * @param migration the migration in the catalog
     * @param applied its row in the history
     */
    public record Renaming(Migration migration, AppliedMigration applied) {
        @Override
        public String toString() {
            return "  " + this.applied.file() + ", applied " + this.applied.appliedAt() + ", is now "
                    + this.migration.file();
        }
    }
}
