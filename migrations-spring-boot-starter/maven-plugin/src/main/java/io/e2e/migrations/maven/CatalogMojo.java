package io.e2e.migrations.maven;

import io.e2e.migrations.config.MigrationException;
import io.e2e.migrations.embedded.EmbeddedSettings;
import io.e2e.migrations.tool.catalog.Outcome;
import io.e2e.migrations.tool.catalog.ToolSettings;
import java.io.File;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** A goal that works on migrations: prints what its operation answers, and fails for a finding. Maven sets the fields. */
abstract class CatalogMojo extends AbstractMojo {

    /** The directory that relative ones are in. */
    @Parameter(defaultValue = "${basedir}", readonly = true, required = true)
    @SuppressWarnings("NullAway.Init")
    private File directory;

    /**
     * Directories of the SQL files, also as classpath: or file: locations. Where a migration tool looks by default if not set,
     * such as src/main/resources/db/migration.
     */
    @Parameter(property = "e2e.migrations.locations")
    private List<String> locations = List.of();

    /** Format of the SQL files. What they look like decides if not set. */
    @Parameter(property = "e2e.migrations.format", defaultValue = "auto")
    private String format = "auto";

    /** Values of ${name} in the SQL files. */
    @Parameter
    private Map<String, String> placeholders = Map.of();

    /** Files, by name, that are not applied, such as migrations that are not SQL. */
    @Parameter(property = "e2e.migrations.leave-out")
    private List<String> leaveOut = List.of();

    /** SQL files that run before the first migration. */
    @Parameter(property = "e2e.migrations.run-first")
    private List<String> runFirst = List.of();

    /** Schema that receives the objects. */
    @Parameter(property = "e2e.migrations.schema", defaultValue = "public")
    private String schema = "public";

    /** Schemas after that one on the search path. */
    @Parameter(property = "e2e.migrations.further-schemas")
    private List<String> furtherSchemas = List.of();

    /** Role that applies the migrations. slm_user if not set. */
    @Parameter(property = "e2e.migrations.postgres-user")
    private @Nullable String postgresUser;

    /** Where PostgreSQL and what was found out are kept. The user's cache home if not set. */
    @Parameter(property = "e2e.migrations.embedded.cache-directory")
    private @Nullable File cacheDirectory;

    /** Whether the role is a superuser, as in PostgreSQL's container image. */
    @Parameter(property = "e2e.migrations.embedded.superuser", defaultValue = "false")
    private boolean superuser;

    @Override
    public final void execute() throws MojoExecutionException, MojoFailureException {
        Outcome outcome;
        try {
            outcome = run(settings());
        } catch (MigrationException | IllegalArgumentException ex) {
            throw new MojoExecutionException(ex.getMessage(), ex);
        }
        if (outcome.isFinding()) {
            throw new MojoFailureException(outcome.text());
        }
        outcome.text().lines().forEach(getLog()::info);
    }

    /** The tables that the goal is about; none means all. */
    List<String> tables() {
        return List.of();
    }

    /** Does the work. */
    abstract Outcome run(ToolSettings settings);

    /** The value that a parameter has in small letters: Maven itself only knows the names of constants. */
    static <E extends Enum<E>> E choice(Class<E> type, String parameter, String value) {
        List<String> choices = Stream.of(type.getEnumConstants())
                .map(choice -> choice.name().toLowerCase(Locale.ROOT))
                .toList();
        if (!choices.contains(value)) {
            throw new IllegalArgumentException(
                    parameter + " is '" + value + "', but must be one of these: " + String.join(", ", choices));
        }
        return Enum.valueOf(type, value.toUpperCase(Locale.ROOT));
    }

    private ToolSettings settings() {
        EmbeddedSettings embedded = EmbeddedSettings.defaults()
                .withCacheDirectory(this.cacheDirectory == null ? null : this.cacheDirectory.toPath());
        return ToolSettings.in(this.directory.toPath(), this.locations)
                .withTables(tables())
                .withFormat(this.format)
                .withPlaceholders(this.placeholders)
                .withFiles(this.leaveOut, this.runFirst)
                .withSchemas(this.schema, this.furtherSchemas)
                .withPostgresUser(this.postgresUser)
                .withEmbedded(
                        this.superuser ? embedded.withServer(embedded.server().withSuperuser()) : embedded);
    }
}
