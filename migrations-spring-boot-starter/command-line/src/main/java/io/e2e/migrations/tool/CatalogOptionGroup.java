package io.e2e.migrations.tool;

import io.e2e.migrations.embedded.EmbeddedSettings;
import io.e2e.migrations.tool.catalog.ToolSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of all commands, with the names of the properties. Written by picocli. */
final class CatalogOptionGroup {

    @Option(
            names = "--locations",
            split = ",",
            paramLabel = "DIRECTORY",
            description =
                    "Directories of the SQL files, also as classpath: or file: locations. Where a migration tool looks"
                            + " by default if not set, such as src/main/resources/db/migration.")
    private List<String> locations = List.of();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "auto",
            description =
                    "Format of the SQL files: flyway, goose, golang-migrate, sqlx, dbmate, sql-migrate, liquibase,"
                            + " directories, plain, or headers for those of e2e-migrations. What they look like decides if not set.")
    private String format = "auto";

    @Option(
            names = "--placeholders",
            paramLabel = "NAME=VALUE",
            description = "Value of $${NAME} in the SQL files. Can be repeated.")
    private Map<String, String> placeholders = Map.of();

    @Option(
            names = "--leave-out",
            split = ",",
            paramLabel = "FILE",
            description = "Files, by name, that are not applied, such as migrations that are not SQL.")
    private List<String> leaveOut = List.of();

    @Option(
            names = "--run-first",
            split = ",",
            paramLabel = "FILE",
            description = "SQL files that run before the first migration.")
    private List<String> runFirst = List.of();

    @Option(
            names = "--schema",
            paramLabel = "NAME",
            defaultValue = "public",
            description = "Schema that receives the objects. Default: ${DEFAULT-VALUE}.")
    private String schema = "public";

    @Option(
            names = "--further-schemas",
            split = ",",
            paramLabel = "NAME",
            description = "Schemas after that one on the search path.")
    private List<String> furtherSchemas = List.of();

    @Option(
            names = "--postgres-user",
            paramLabel = "ROLE",
            description = "Role that applies the migrations. Default: slm_user.")
    private @Nullable String postgresUser;

    @Option(
            names = "--embedded.cache-directory",
            paramLabel = "DIRECTORY",
            description = "Where PostgreSQL and what was found out are kept. The user's cache home if not set.")
    private @Nullable Path cacheDirectory;

    @Option(
            names = "--embedded.superuser",
            description = "Let the role be a superuser, as in PostgreSQL's container image.")
    private boolean superuser;

    /** The settings for these tables; none means all. */
    ToolSettings settings(List<String> tables) {
        EmbeddedSettings embedded = EmbeddedSettings.defaults().withCacheDirectory(this.cacheDirectory);
        return ToolSettings.in(Path.of("").toAbsolutePath(), this.locations)
                .withTables(tables)
                .withFormat(this.format)
                .withPlaceholders(this.placeholders)
                .withFiles(this.leaveOut, this.runFirst)
                .withSchemas(this.schema, this.furtherSchemas)
                .withPostgresUser(this.postgresUser)
                .withEmbedded(
                        this.superuser ? embedded.withServer(embedded.server().withSuperuser()) : embedded);
    }
}
