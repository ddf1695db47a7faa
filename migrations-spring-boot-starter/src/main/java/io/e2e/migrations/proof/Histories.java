package io.e2e.migrations.proof;

import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.catalog.MigrationCatalog;
import io.e2e.migrations.config.MigrationOptions.OutOfOrder;
import io.e2e.migrations.plan.AppliedMigration;
import io.e2e.migrations.plan.MigrationPlan;
import io.e2e.migrations.plan.PendingFinder;
import io.e2e.migrations.plan.PlannedMigration;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What would be pending of a plan on a database that has these migrations; asks no database. */
final class Histories {

    private Histories() {}

    static List<Migration> pending(
            MigrationCatalog catalog, List<Migration> applied, MigrationPlan plan, OutOfOrder outOfOrder) {
        List<AppliedMigration> history = new ArrayList<>();
        for (Migration migration : applied) {
            history.add(new AppliedMigration(
                    history.size() + 1L,
                    migration.file(),
                    migration.checksum(),
                    Map.of(),
                    Instant.EPOCH,
                    "tester",
                    Duration.ZERO,
                    null));
        }
        return new PendingFinder(catalog, history, Map.of())
                .pending(plan, outOfOrder).stream()
                        .map(PlannedMigration::migration)
                        .toList();
    }
}
