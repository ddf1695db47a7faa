package io.e2e.migrations.tool.graph;

import io.e2e.migrations.config.MigrationException;
import java.io.IOException;
import java.nio.file.Path;

/** The file of a graph cannot be written. */
public final class GraphNotWrittenException extends MigrationException {

    private final Path file;

    GraphNotWrittenException(Path file, IOException cause) {
        super(
                "The graph cannot be written to " + file + ": " + cause,
                "Name a file in a directory that this user can write, with --output or the parameter output.",
                cause);
        this.file = file;
    }

    /** The file. */
    public Path file() {
        return this.file;
    }
}
