package io.e2e.migrations.embedded.host;

import io.e2e.migrations.config.MigrationException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A directory that the embedded PostgreSQL needs cannot be made, written or reached. */
public final class EmbeddedDirectoryException extends MigrationException {

    private final Path directory;

    /** Says which directory, and what is wrong with it. */
    public EmbeddedDirectoryException(Path directory, String reason, @Nullable Throwable cause) {
        super(
                "The embedded PostgreSQL cannot use the directory " + directory + ": " + reason + ".",
                "Make room or give this user the right to write there; e2e.migrations.embedded.cache-directory chooses"
                        + " where binaries and prepared clusters are kept, e2e.migrations.embedded.run-directory where"
                        + " servers run.",
                cause);
        this.directory = directory;
    }

    /** The directory that cannot be used. */
    public Path directory() {
        return this.directory;
    }
}
