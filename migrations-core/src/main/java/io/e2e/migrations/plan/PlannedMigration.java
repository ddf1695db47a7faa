package io.e2e.migrations.plan;

import io.e2e.migrations.catalog.Migration;

/**
 * A migration and why it is in the plan.
 *
 * @param migration the migration
 * @param reason why it is in the plan; the first reason if there are several
 */
public record PlannedMigration(Migration migration, Reason reason) {

    @Override
    public String toString() {
        return this.migration.label() + "  " + this.reason;
    }
}
