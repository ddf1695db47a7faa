package io.e2e.migrations.apply;

import static io.e2e.migrations.catalog.CatalogBuilder.catalog;

import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.catalog.MigrationCatalog;
import io.e2e.migrations.config.MigrationVersion;
import io.e2e.migrations.plan.MigrationPlan;
import io.e2e.migrations.plan.MigrationPlanner;
import io.e2e.migrations.plan.PlannedMigration;
import java.util.Arrays;
import java.util.List;

/** Plans of a small catalog with each kind of object that a report shows. */
final class TestPlans {

    static final MigrationCatalog CATALOG = catalog()
            .file(
                    "001_orders.sql",
                    "creates: table orders",
                    "creates: index idx_orders_a, idx_orders_b on orders",
                    "creates: trigger trg_orders on orders",
                    "creates: function order_total",
                    "creates: partition orders_2026_10 of orders",
                    "requires: role reader, role writer")
            .file("002_open_orders.sql", "creates: view open_orders", "requires: 001")
            .file("003_notes.sql", "alters: table orders (note)")
            .file(
                    "1000_tend_orders.sql",
                    "creates: partition orders_####_## of orders",
                    "input: partitions_from, partitions_through",
                    "requires: role writer",
                    "repeatable: true")
            .build();

    static final MigrationPlan PLAN = MigrationPlanner.plan(CATALOG, List.of("orders", "open_orders"));

    private TestPlans() {}

    static Migration migration(int number) {
        return CATALOG.withVersion(MigrationVersion.of(String.valueOf(number))).orElseThrow();
    }

    /** The steps of the plan with these numbers. */
    static List<PlannedMigration> steps(Integer... numbers) {
        return PLAN.steps().stream()
                .filter(step -> Arrays.asList(numbers)
                        .contains(step.migration().version().parts().get(0).intValue()))
                .toList();
    }
}
