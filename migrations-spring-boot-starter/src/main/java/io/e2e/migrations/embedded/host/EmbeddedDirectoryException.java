package io.e2e.migrations.embedded.host;

import io.e2e.migrations.config.MigrationException;
import io.e2e.migrations.embedded.host.MountPoint.NoexecException;
import java.io.IOException;
import java.nio.file.Path;

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

    /** Says which directory, and what the system or we have against it. */
    public EmbeddedDirectoryException(Path directory, IOException cause) {
        this(
                "The embedded PostgreSQL cannot use the directory " + directory + ": " + reason(cause) + ".",
                remedy(cause),
                directory,
                cause);
    }

    private EmbeddedDirectoryException(String problem, String remedy, Path directory, Throwable cause) {
        super(problem, remedy, cause);
        this.directory = directory;
    }

    /** What was damaged in the cache was made again, and does not work again. */
    public static EmbeddedDirectoryException damagedAgain(Path entry, MigrationException cause) {
        return new EmbeddedDirectoryException(
                "The embedded PostgreSQL does not start with the programs in " + entry
                        + ", which were damaged and have been unpacked again: " + cause.problem(),
                "Delete " + entry + ", and see that its disk is sound and no other program changes what is there;"
                        + " e2e.migrations.embedded.cache-directory chooses another place.",
                entry,
                cause);
    }

    /** File system exceptions often have only the path as a message; then their type is the reason. */
    static String reason(IOException ex) {
        boolean isOurs =
                ex.getClass() == IOException.class || ex instanceof NoexecException || ex instanceof UntrustedException;
        return isOurs ? "" + ex.getMessage() : ex.toString();
    }

    private static String remedy(IOException cause) {
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
