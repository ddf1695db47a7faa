package io.e2e.migrations.maven;

import io.e2e.migrations.tool.catalog.Outcome;
import io.e2e.migrations.tool.catalog.PlanOperation;
import io.e2e.migrations.tool.catalog.ToolSettings;
import java.util.List;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/** Prints which migrations the selected tables need, in the order in which they run, each with its reason. */
@Mojo(name = "plan", requiresProject = false, threadSafe = true)
public final class PlanMojo extends CatalogMojo {

    /** Tables, views, sequences, types, migrations, groups or patterns. Everything if not set. */
    @Parameter(property = "e2e.migrations.tables")
    private List<String> tables = List.of();

    @Override
    List<String> tables() {
        return this.tables;
    }

    @Override
    Outcome run(ToolSettings settings) {
        return PlanOperation.run(settings);
    }
}
