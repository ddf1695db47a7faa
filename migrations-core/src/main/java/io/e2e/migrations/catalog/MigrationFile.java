package io.e2e.migrations.catalog;

import java.util.Objects;

/**
 * A file as it was found, not yet understood.
 *
 * @param name the file's name, without its directory
 * @param origin where it lies, for messages
 * @param text its content
 */
record MigrationFile(String name, String origin, String text) {

    public MigrationFile {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(origin, "origin");
        Objects.requireNonNull(text, "text");
    }
}
