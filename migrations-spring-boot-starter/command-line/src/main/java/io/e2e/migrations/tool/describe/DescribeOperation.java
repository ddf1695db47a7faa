package io.e2e.migrations.tool.describe;

import io.e2e.migrations.catalog.MigrationCatalog;
import io.e2e.migrations.config.MigrationOptions;
import io.e2e.migrations.database.DatabaseRequest;
import io.e2e.migrations.derive.FactsDeriver;
import io.e2e.migrations.tool.catalog.Outcome;
import io.e2e.migrations.tool.catalog.ToolSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Writes what each migration creates, alters, drops and needs, as one replay finds it out: into headers of the files, or
 * beside the files of tools that keep checksums. A second run changes nothing.
 */
public final class DescribeOperation {

    private static final Outcome TRUE = Outcome.of("The headers say what the migrations do.");

    private static final Duration LIMIT = Duration.ofMinutes(30);

    /** The role of the proof, to which no migration grants anything. */
    private static final DatabaseRequest OWNER = DatabaseRequest.defaults().withUser("catalog_owner");

    private DescribeOperation() {}

    /**
     * Writes headers.
     *
     * @throws DescribeRefusedException if headers must not be there, or cannot be written
     */
    public static Outcome write(ToolSettings settings, Placement placement) {
        List<FileChange> changes = changes(settings, placement);
        changes.forEach(FileChange::requireWritable);
        changes.forEach(FileChange::write);
        return changes.isEmpty()
                ? TRUE
                : Outcome.of(
                        "The headers now say what the migrations do. Changed:" + shown(changes, settings.project()));
    }

    /**
     * Writes nothing; what {@link #write} would write is a finding.
     *
     * @throws DescribeRefusedException if headers must not be there
     */
    public static Outcome check(ToolSettings settings, Placement placement) {
        List<FileChange> changes = changes(settings, placement);
        return changes.isEmpty()
                ? TRUE
                : Outcome.finding("The headers do not say what the migrations do; \"describe\" would change:"
                        + shown(changes, settings.project()));
    }

    private static List<FileChange> changes(ToolSettings settings, Placement placement) {
        MigrationOptions options = settings.config().options();
        Map<String, Path> directories = directories(options);
        boolean ours = OwnFiles.areOurs(directories.values(), options.catalog().format());
        MigrationCatalog catalog = ours ? null : settings.catalog();
        List<FileChange> all = catalog == null || catalog.hasFacts()
                ? inOurs(settings, placement, directories)
                : ofTool(catalog, settings, placement, directories);
        return all.stream().filter(FileChange::isChange).toList();
    }

    private static List<FileChange> inOurs(ToolSettings settings, Placement placement, Map<String, Path> directories) {
        if (placement == Placement.BESIDE) {
            throw DescribeRefusedException.ours();
        }
        MigrationOptions options = settings.config().options();
        try (OwnFiles own = OwnFiles.copyOf(directories)) {
            MigrationOptions copies = options.withLocations(own.locations(options.locations()));
            return own.changes(derive(MigrationCatalog.load(copies.locations(), null), settings, copies));
        }
    }

    private static List<FileChange> ofTool(
            MigrationCatalog catalog, ToolSettings settings, Placement placement, Map<String, Path> directories) {
        MigrationOptions options = settings.config().options();
        for (String location : options.locations()) {
            if (!directories.containsKey(location)) {
                throw DescribeRefusedException.noDirectory(location);
            }
        }
        ToolHeaders headers = new ToolHeaders(catalog, options.catalog().format(), directories);
        boolean into = headers.areInto(placement);
        return headers.changes(derive(catalog, settings, options), into);
    }

    private static MigrationCatalog derive(MigrationCatalog catalog, ToolSettings settings, MigrationOptions options) {
        return new FactsDeriver(settings.embedded(), LIMIT).derive(catalog, OWNER, options);
    }

    private static String shown(List<FileChange> changes, Path project) {
        return changes.stream()
                .map(change ->
                        "\n  " + shown(change.file(), project) + (change.text().isEmpty() ? " (deleted)" : ""))
                .collect(Collectors.joining());
    }

    private static String shown(Path file, Path project) {
        return file.startsWith(project) ? project.relativize(file).toString() : file.toString();
    }

    /** The directories of the locations that are not on the class path. */
    private static Map<String, Path> directories(MigrationOptions options) {
        Map<String, Path> directories = new LinkedHashMap<>();
        for (String location : options.locations()) {
            if (location.startsWith("file:")) {
                Path directory = Path.of(location.substring("file:".length()));
                if (Files.isDirectory(directory)) {
                    directories.put(location, directory);
                }
            }
        }
        if (directories.isEmpty()) {
            throw DescribeRefusedException.noDirectory(String.join(", ", options.locations()));
        }
        return directories;
    }
}
