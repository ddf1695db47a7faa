package io.e2e.migrations.tool.graph;

import io.e2e.migrations.catalog.MigrationCatalog;
import io.e2e.migrations.derive.FactsDeriver;
import io.e2e.migrations.tool.catalog.Outcome;
import io.e2e.migrations.tool.catalog.ToolSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Draws the migrations that the selected tables need, or all, and what pulls in what. */
public final class GraphOperation {

    private static final Duration LIMIT = Duration.ofMinutes(10);

    private GraphOperation() {}

    /**
     * Writes the graph. What files need that have no headers, or stale ones, is found out by a replay on an embedded server.
     *
     * @param file the picture if its name ends with {@code .svg}, else a page; a relative one is in the project
     * @throws GraphNotWrittenException if the file cannot be written
     */
    public static Outcome run(ToolSettings settings, Path file) {
        CatalogGraph graph = CatalogGraph.of(known(settings), settings.config().tables());
        Path target = settings.project().resolve(file);
        write(target, isPicture(file) ? graph.svg() : graph.html(title(settings.project())));
        return Outcome.of("Wrote " + target);
    }

    /** The catalog with facts: those of headers, in the files or beside them, or else those of a replay. */
    private static MigrationCatalog known(ToolSettings settings) {
        MigrationCatalog catalog = settings.catalog();
        return catalog.hasFacts()
                ? catalog
                : catalog.described()
                        .orElseGet(() -> new FactsDeriver(settings.embedded(), LIMIT)
                                .derive(
                                        catalog,
                                        settings.config().databaseRequest(),
                                        settings.config().options()));
    }

    private static boolean isPicture(Path file) {
        return file.toString().endsWith(".svg");
    }

    private static String title(Path project) {
        Path name = project.getFileName();
        return name == null ? "Migrations" : name.toString();
    }

    private static void write(Path file, String text) {
        try {
            Path directory = file.toAbsolutePath().getParent();
            if (directory != null) {
                Files.createDirectories(directory);
            }
            // Not as a string, which is refused if it has half of a character.
            Files.write(file, text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException ex) {
            throw new GraphNotWrittenException(file, ex);
        }
    }
}
