package io.e2e.migrations.testing;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.config.MigrationOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A catalog written for one test.
 *
 * @param directory where its files lie
 */
public record CatalogDirectory(Path directory) {

    /** Writes a file with a header of these lines and this Up section. */
    public CatalogDirectory write(String file, String header, String up) {
        return write(file, header, up, "");
    }

    /** Writes a file with a header of these lines and these sections. */
    public CatalogDirectory write(String file, String header, String up, String down) {
        String name = file.substring(file.indexOf('_') + 1, file.lastIndexOf('.'));
        return file(
                file,
                "-- name: " + name + "\n-- description: For a test.\n" + header + "\n\n-- +goose Up\n" + up
                        + "\n\n-- +goose Down\n" + down);
    }

    /** Writes a file as it is. */
    public CatalogDirectory file(String file, String text) {
        try {
            Files.writeString(this.directory.resolve(file), text);
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
        return this;
    }

    public MigrationOptions options() {
        return MigrationOptions.defaults().withLocations("file:" + this.directory);
    }

    public MigrationConfig config() {
        return MigrationConfig.defaults().withOptions(options());
    }
}
