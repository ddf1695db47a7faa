package io.e2e.migrations.embedded.binaries;

import io.e2e.migrations.config.MigrationException;
import io.e2e.migrations.embedded.host.Platform;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The class path has no PostgreSQL that runs on this machine, or one that cannot be unpacked. */
public final class EmbeddedBinariesException extends MigrationException {

    private final String artifact;

    private EmbeddedBinariesException(String artifact, String problem, String remedy, @Nullable Throwable cause) {
        super(problem, remedy, cause);
        this.artifact = artifact;
    }

    static EmbeddedBinariesException notFound(Platform platform) {
        return new EmbeddedBinariesException(
                platform.artifact(),
                "There is not a PostgreSQL database for " + platform.system() + " on " + platform.processor()
                        + (platform.musl() ? " with musl" : "") + ": " + platform.resource()
                        + " is not on the class path.",
                "Add the test dependency " + platform.artifact()
                        + ", or set e2e.migrations.target to datasource or kubernetes.",
                null);
    }

    static EmbeddedBinariesException notUnpacked(BinaryArchive archive, Path directory, IOException cause) {
        return new EmbeddedBinariesException(
                archive.platform().artifact(),
                "The archive " + archive + " could not be unpacked into " + directory + ": " + cause.getMessage() + ".",
                "Delete that artifact from the local Maven repository so that it is fetched again, and see that the disk"
                        + " has room (100 MB); e2e.migrations.embedded.cache-directory chooses another.",
                cause);
    }

    /** The Maven coordinates, without a version, of the artifact that has or should have the binaries. */
    public String artifact() {
        return this.artifact;
    }
}
