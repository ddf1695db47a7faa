package io.e2e.migrations.tool;

import io.e2e.migrations.tool.catalog.Outcome;
import io.e2e.migrations.tool.catalog.ToolSettings;
import io.e2e.migrations.tool.graph.GraphOperation;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code graph}. */
@Command(
        name = "graph",
        header = "Draw the tables and migrations, and what pulls in what.",
        description = {
            "",
            "Writes a page in which a click on a table shows what it needs, and why; or only the picture. If the files have no"
                    + " headers, a replay on an embedded PostgreSQL finds out what they need.",
            ""
        },
        footer = {"", "Example: e2e-migrations graph --locations=db/migrations --output=target/graph.html"})
final class GraphCommand extends CatalogCommand {

    @Mixin
    private TableOption tables = new TableOption();

    @Option(
            names = "--output",
            paramLabel = "FILE",
            defaultValue = "graph.html",
            description = "The file; a picture alone if its name ends with .svg. Default: ${DEFAULT-VALUE}.")
    private Path output = Path.of("graph.html");

    @Override
    List<String> tables() {
        return this.tables.names();
    }

    @Override
    Outcome run(ToolSettings settings) {
        return GraphOperation.run(settings, this.output);
    }
}
