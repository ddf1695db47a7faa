package io.e2e.migrations.maven;

import io.e2e.migrations.tool.catalog.Outcome;
import io.e2e.migrations.tool.catalog.ToolSettings;
import io.e2e.migrations.tool.graph.GraphOperation;
import java.io.File;
import java.util.List;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/** Writes a page in which a click on a table shows what it needs, and why; or only the picture. */
@Mojo(name = "graph", requiresProject = false, threadSafe = true)
public final class GraphMojo extends CatalogMojo {

    /** Tables, views, sequences, types, migrations, groups or patterns. Everything if not set. */
    @Parameter(property = "e2e.migrations.tables")
    private List<String> tables = List.of();

    /** The file; a picture alone if its name ends with .svg. */
    @Parameter(
            property = "e2e.migrations.output",
            defaultValue = "${project.build.directory}/e2e-migrations/graph.html")
    private File output = new File("graph.html");

    @Override
    List<String> tables() {
        return this.tables;
    }

    @Override
    Outcome run(ToolSettings settings) {
        return GraphOperation.run(settings, this.output.toPath());
    }
}
