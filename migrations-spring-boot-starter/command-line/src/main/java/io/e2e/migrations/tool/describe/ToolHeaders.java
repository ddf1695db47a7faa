package io.e2e.migrations.tool.describe;

import io.e2e.migrations.catalog.FactsLines;
import io.e2e.migrations.catalog.HeadersFile;
import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.catalog.MigrationCatalog;
import io.e2e.migrations.config.MigrationFormat;
import io.e2e.migrations.script.HeaderBlock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The headers of files of another tool: in the files, or in one file for each directory where the tool keeps checksums. */
final class ToolHeaders {

    private static final String PRISMA = "migration.sql";

    private final MigrationCatalog catalog;
    private final MigrationFormat configured;
    private final Map<String, Path> directories;

    /**
     * Prepares headers.
     *
     * @param catalog the migrations
     * @param configured the format that is configured
     * @param directories the directory of each location
     */
    ToolHeaders(MigrationCatalog catalog, MigrationFormat configured, Map<String, Path> directories) {
        this.catalog = catalog;
        this.configured = configured;
        this.directories = directories;
    }

    /**
     * Whether headers are written into the files.
     *
     * @throws DescribeRefusedException if they should be, and must not be
     */
    boolean areInto(Placement placement) {
        String why = whyNotInto();
        if (placement == Placement.INTO && !why.isEmpty()) {
            throw DescribeRefusedException.checksums(why);
        }
        return placement == Placement.INTO
                || (placement == Placement.AUTO && why.isEmpty() && this.catalog.format() != MigrationFormat.PLAIN);
    }

    /** The texts that the files and those beside them should have for these facts. */
    List<FileChange> changes(MigrationCatalog known, boolean into) {
        List<FileChange> changes = new ArrayList<>();
        Map<Path, List<Migration>> beside = new LinkedHashMap<>();
        this.directories.values().forEach(directory -> beside.put(directory, new ArrayList<>()));
        for (Migration migration : known.migrations()) {
            Path directory = this.directories.get(migration.location());
            if (directory == null || !into) {
                // A file that runs before the first migration is in no location.
                Path first = this.directories.values().iterator().next();
                beside.getOrDefault(directory == null ? first : directory, new ArrayList<>())
                        .add(migration);
            }
            // Not even a header is removed from a file with a checksum.
            if (directory != null && (into || whyNotInto().isEmpty())) {
                Path file = directory.resolve(migration.file());
                String text = FileChange.read(file);
                String header = into
                        ? HeaderBlock.with(text, migration.checksum(), FactsLines.of(migration))
                        : HeaderBlock.without(text);
                changes.add(FileChange.of(file, header));
            }
        }
        beside.forEach((directory, migrations) -> changes.add(FileChange.of(
                directory.resolve(HeadersFile.NAME), migrations.isEmpty() ? "" : HeadersFile.write(migrations))));
        return changes;
    }

    /**
     * Why headers must not be in the files; empty if they may be.
     *
     * @see <a href="https://documentation.red-gate.com/flyway/flyway-concepts/migrations">Flyway, migrations</a>
     */
    private String whyNotInto() {
        if (this.directories.values().stream().anyMatch(directory -> Files.exists(directory.resolve("atlas.sum")))) {
            return "atlas.sum has checksums of them";
        }
        return switch (this.catalog.format()) {
            case FLYWAY -> "Flyway keeps a checksum of each file, comments included";
            case SQLX -> "sqlx keeps a checksum of each file, comments included";
            case LIQUIBASE -> "Liquibase keeps a checksum of each changeset, of which a file may have several";
            case DIRECTORIES ->
                this.catalog.migrations().stream()
                                .anyMatch(migration -> migration.file().endsWith("/" + PRISMA))
                        ? "Prisma keeps a checksum of each file, comments included"
                        : "";
            case GOLANG_MIGRATE ->
                this.configured == MigrationFormat.GOLANG_MIGRATE
                        ? ""
                        : "their names are those of golang-migrate and of sqlx, which keeps checksums; set the format to"
                                + " golang-migrate if they are of the former";
            default -> "";
        };
    }
}
