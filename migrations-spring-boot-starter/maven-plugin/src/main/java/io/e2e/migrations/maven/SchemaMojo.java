package io.e2e.migrations.maven;

import io.e2e.migrations.tool.catalog.Outcome;
import io.e2e.migrations.tool.catalog.ToolSettings;
import io.e2e.migrations.tool.schema.SchemaForm;
import io.e2e.migrations.tool.schema.SchemaOperation;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/** Writes the schema that the migrations make of an empty database into a file. */
@Mojo(name = "schema", requiresProject = false, threadSafe = true)
public final class SchemaMojo extends CatalogMojo {

    /** Tables, views, sequences, types, migrations, groups or patterns. Everything if not set. */
    @Parameter(property = "e2e.migrations.tables")
    private List<String> tables = List.of();

    /** sql: statements that make the schema again. description: each object with its facts. */
    @Parameter(property = "e2e.migrations.as", defaultValue = "sql")
    private String as = "sql";

    /** The file. */
    @Parameter(
            property = "e2e.migrations.output",
            defaultValue = "${project.build.directory}/e2e-migrations/schema.sql")
    private File output = new File("schema.sql");

    @Override
    List<String> tables() {
        return this.tables;
    }

    @Override
    Outcome run(ToolSettings settings) {
        Path file = this.output.toPath();
        String text = SchemaOperation.run(settings, choice(SchemaForm.class, "e2e.migrations.as", this.as));
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, text + "\n");
        } catch (IOException ex) {
            throw new IllegalArgumentException("The file " + file + " cannot be written: " + ex, ex);
        }
        return Outcome.of("Wrote " + file);
    }
}
