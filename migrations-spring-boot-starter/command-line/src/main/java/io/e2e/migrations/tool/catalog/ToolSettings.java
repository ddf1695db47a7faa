package io.e2e.migrations.tool.catalog;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.MigrationService;
import io.e2e.migrations.catalog.MigrationCatalog;
import io.e2e.migrations.config.CatalogOptions;
import io.e2e.migrations.config.MigrationFormat;
import io.e2e.migrations.config.MigrationOptions;
import io.e2e.migrations.dialect.CatalogSource;
import io.e2e.migrations.embedded.EmbeddedAccess;
import io.e2e.migrations.embedded.EmbeddedSettings;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a command or goal works on. Immutable: start from {@link #in} and use the {@code with…} copies.
 *
 * @param project the directory that relative paths are in
 * @param config the migrations, the selected tables and the role that applies them
 * @param embedded the server on which migrations are tried
 */
public record ToolSettings(Path project, MigrationConfig config, EmbeddedSettings embedded) {

    public ToolSettings {
        Objects.requireNonNull(project, "project");
        Objects.requireNonNull(config, "config");
        Objects.requireNonNull(embedded, "embedded");
    }

    /**
     * The settings for the migrations of a project.
     *
     * @param locations as {@link Locations#of} has them
     */
    public static ToolSettings in(Path project, List<String> locations) {
        MigrationOptions options = MigrationOptions.defaults()
                .withLocations(Locations.of(project, locations).toArray(String[]::new));
        return new ToolSettings(project, MigrationConfig.defaults().withOptions(options), EmbeddedSettings.defaults());
    }

    /** A copy that selects these tables; none means all. */
    public ToolSettings withTables(List<String> tables) {
        return with(this.config.withTables(tables));
    }

    /** A copy whose migrations are applied by this role; {@code null} means the default one. */
    public ToolSettings withPostgresUser(@Nullable String user) {
        return user == null ? this : with(this.config.withPostgresUser(user));
    }

    /** A copy whose migrations fill this schema, with further ones after it on the search path. */
    public ToolSettings withSchemas(String schema, List<String> further) {
        return with(this.config.withOptions(this.config.options().withSchema(schema)))
                .with(catalogOptions().withFurtherSchemas(further.toArray(String[]::new)));
    }

    /** A copy whose files have the format of this name, as the property {@code format} has it. */
    public ToolSettings withFormat(String name) {
        return Arrays.stream(MigrationFormat.values())
                .filter(format -> nameOf(format).equals(name.toLowerCase(Locale.ROOT)))
                .findFirst()
                .map(format -> with(catalogOptions().withFormat(format)))
                .orElseThrow(() -> new IllegalArgumentException("'" + name + "' is no format of migrations. Formats: "
                        + Arrays.stream(MigrationFormat.values())
                                .map(ToolSettings::nameOf)
                                .collect(Collectors.joining(", "))));
    }

    private static String nameOf(MigrationFormat format) {
        return format.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** A copy with these values of placeholders. */
    public ToolSettings withPlaceholders(Map<String, String> placeholders) {
        return with(catalogOptions().withPlaceholders(placeholders));
    }

    /**
     * A copy that reads some files in another way.
     *
     * @param leaveOut the files, by name, that are not applied
     * @param runFirst the files that run before the first migration
     */
    public ToolSettings withFiles(List<String> leaveOut, List<String> runFirst) {
        return with(catalogOptions()
                .withLeaveOut(leaveOut.toArray(String[]::new))
                .withRunFirst(runFirst.stream()
                        .map(file -> Locations.resolve(this.project, file))
                        .toArray(String[]::new)));
    }

    /** A copy with this embedded server. */
    public ToolSettings withEmbedded(EmbeddedSettings settings) {
        return new ToolSettings(this.project, this.config, settings);
    }

    private CatalogOptions catalogOptions() {
        return this.config.options().catalog();
    }

    private ToolSettings with(CatalogOptions options) {
        return with(this.config.withOptions(this.config.options().withCatalog(options)));
    }

    private ToolSettings with(MigrationConfig other) {
        return new ToolSettings(this.project, other, this.embedded);
    }

    /** Opens a service on the embedded server, which starts when it is needed; the caller closes it. */
    public MigrationService open() {
        return MigrationService.open(this.config, EmbeddedAccess.with(this.embedded));
    }

    /** Reads the migrations, from the current thread's class loader if they are on the class path. */
    public MigrationCatalog catalog() {
        MigrationOptions options = this.config.options();
        return MigrationCatalog.load(
                new CatalogSource(
                        options.locations(),
                        options.catalog(),
                        options.schema(),
                        this.config.postgresUser(),
                        this.config.postgresDb()),
                null);
    }
}
