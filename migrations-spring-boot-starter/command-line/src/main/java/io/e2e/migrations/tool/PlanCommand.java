package io.e2e.migrations.tool;

import io.e2e.migrations.tool.catalog.Outcome;
import io.e2e.migrations.tool.catalog.PlanOperation;
import io.e2e.migrations.tool.catalog.ToolSettings;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The command {@code plan}. */
@Command(
        name = "plan",
        header = "Say which migrations the selected tables need, and why.",
        description = {
            "",
            "Prints a line for each migration, in the order in which they run, with its reason. If the files have no"
                    + " headers, a replay on an embedded PostgreSQL finds out what they need; that is kept.",
            ""
        },
        footer = {"", "Example: e2e-migrations plan --locations=db/migrations --tables=orders,customers"})
final class PlanCommand extends CatalogCommand {

    @Mixin
    private TableOption tables = new TableOption();

    @Override
    List<String> tables() {
        return this.tables.names();
    }

    @Override
    Outcome run(ToolSettings settings) {
        return PlanOperation.run(settings);
    }
}
