package io.e2e.migrations.tool;

import io.e2e.migrations.tool.catalog.Outcome;
import io.e2e.migrations.tool.catalog.ToolSettings;
import io.e2e.migrations.tool.schema.SchemaForm;
import io.e2e.migrations.tool.schema.SchemaOperation;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code schema}. */
@Command(
        name = "schema",
        header = "Print the schema that the migrations make.",
        description = {
            "",
            "Applies the migrations to an empty database of an embedded PostgreSQL, and prints what it then contains, without"
                    + " rows. SQL is applied to a second database and compared with the first one before it is printed.",
            ""
        },
        footer = {"", "Example: e2e-migrations schema --locations=db/migrations > schema.sql"})
final class SchemaCommand extends CatalogCommand {

    @Mixin
    private TableOption tables = new TableOption();

    @Option(
            names = "--as",
            paramLabel = "FORM",
            defaultValue = "sql",
            description =
                    "sql: statements that make the schema again. description: each object with its facts, to read and to"
                            + " compare. Default: ${DEFAULT-VALUE}.")
    private SchemaForm form = SchemaForm.SQL;

    @Override
    List<String> tables() {
        return this.tables.names();
    }

    @Override
    Outcome run(ToolSettings settings) {
        return Outcome.of(SchemaOperation.run(settings, this.form));
    }
}
