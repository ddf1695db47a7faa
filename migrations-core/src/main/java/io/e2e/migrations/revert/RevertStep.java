package io.e2e.migrations.revert;

import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.plan.AppliedMigration;

/**
 * An applied migration to revert.
 *
 * @param migration the migration
 * @param applied its row in the history
 * @param reason why it is reverted, as in the report
 */
record RevertStep(Migration migration, AppliedMigration applied, String reason) {}
