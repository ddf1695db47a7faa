package io.e2e.migrations.embedded.host;

import io.e2e.migrations.config.MigrationException;
import io.e2e.migrations.embedded.host.MountPoint.NoexecException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A directory that the embedded PostgreSQL needs cannot be made, written or reached, or no program runs there. */
public final class EmbeddedDirectoryException extends MigrationException {

    private static final String EXEC = "Set e2e.migrations.embedded.cache-directory, or the environment variable"
            + " E2E_MIGRATIONS_EMBEDDED_CACHEDIRECTORY, to a directory from which programs may run: PostgreSQL's are"
            + " unpacked there.";

    private static final String ROOM =
            "Make room or give this user the right to write there; e2e.migrations.embedded.cache-directory chooses"
                    + " where binaries and prepared clusters are kept, e2e.migrations.embedded.run-directory where"
                    + " servers run.";

    private final Path directory;

    /** Says which directory, and what is wrong with it. */
    public EmbeddedDirectoryException(Path directory, String reason, @Nullable Throwable cause) {
        super(
                "The embedded PostgreSQL cannot use the directory " + directory + ": " + reason + ".",
                remedy(cause),
                cause);
        this.directory = directory;
    }

    private static String remedy(@Nullable Throwable cause) {
        if (cause instanceof UntrustedException untrusted) {
            return untrusted.remedy();
        }
        return cause instanceof NoexecException ? EXEC : ROOM;
    }

    /** The directory that cannot be used. */
    public Path directory() {
        return this.directory;
    }
}
