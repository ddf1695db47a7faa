package io.e2e.migrations.repair;

import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.plan.AppliedMigration;
import org.jspecify.annotations.Nullable;

/**
 * The repair of a row of the history.
 *
 * @param row the row
 * @param migration the migration that the row is to describe; {@code null} if the row is to be deleted
 */
record RepairStep(AppliedMigration row, @Nullable Migration migration) {

    boolean renames() {
        return this.migration != null && !this.migration.file().equals(this.row.file());
    }
}
