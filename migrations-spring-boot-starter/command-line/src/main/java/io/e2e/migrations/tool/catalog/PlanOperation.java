package io.e2e.migrations.tool.catalog;

import io.e2e.migrations.MigrationService;

/** Says which migrations the selected tables need, and why. */
public final class PlanOperation {

    private PlanOperation() {}

    /** The plan, a line for each migration. */
    public static Outcome run(ToolSettings settings) {
        try (MigrationService migrations = settings.open()) {
            return Outcome.of(migrations.plan().explain());
        }
    }
}
