package io.e2e.migrations.tool.catalog;

import io.e2e.migrations.config.MigrationException;
import java.nio.file.Path;
import java.util.List;

/** It is not clear where a project's migrations are. */
public final class NoLocationException extends MigrationException {

    NoLocationException(Path project, List<String> usual, List<String> found) {
        super(
                found.isEmpty()
                        ? "There are no migrations where they usually are in " + project + ": "
                                + String.join(", ", usual) + "."
                        : "There are migrations in several directories of " + project + ": " + String.join(", ", found)
                                + ".",
                "Name the directory: --locations=DIRECTORY on the command line, -De2e.migrations.locations=DIRECTORY with"
                        + " Maven.",
                null);
    }
}
