package io.e2e.migrations.plan;

import io.e2e.migrations.catalog.Migration;
import java.util.Objects;

/**
 * A migration and why it is in the plan.
 *
 * @param migration the migration
 * @param reason the first reason that was found
 */
public record PlannedMigration(Migration migration, Reason reason) {

    public PlannedMigration {
        Objects.requireNonNull(migration, "migration");
        Objects.requireNonNull(reason, "reason");
    }

    @Override
    public String toString() {
        return this.migration.label() + "  " + this.reason;
    }
}
