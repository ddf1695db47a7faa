package io.e2e.migrations.embedded.binaries;

import io.e2e.migrations.config.MigrationException;
import io.e2e.migrations.embedded.host.Platform;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The class path has no PostgreSQL that runs on this machine, or one that cannot be unpacked. */
public final class EmbeddedBinariesException extends MigrationException {

    /** The version of the binaries that the starter's POM asks for. */
    static final String VERSION = "18.6.0";

    private static final String GROUP = "io.zonky.test.postgres";

    private final String artifact;

    private EmbeddedBinariesException(Platform platform, String problem, String remedy, @Nullable Throwable cause) {
        super(problem, remedy, cause);
        this.artifact = GROUP + ":" + platform.artifact();
    }

    /** Only Maven brings the binaries by itself, and it cannot know which C library a Linux has. */
    static EmbeddedBinariesException notFound(Platform platform) {
        String name = platform.system() + " on " + platform.processor() + (platform.musl() ? " with musl" : "");
        if (!platform.hasArtifact()) {
            return new EmbeddedBinariesException(
                    platform,
                    "There are no PostgreSQL binaries for " + name + ", so there cannot be an embedded server.",
                    "Set e2e.migrations.target to datasource, with the URL of a PostgreSQL database in"
                            + " spring.datasource.url, or to kubernetes.",
                    null);
        }
        String coordinates = String.join(":", GROUP, platform.artifact(), VERSION);
        return new EmbeddedBinariesException(
                platform,
                "The PostgreSQL binaries for " + name + " are not on the class path: no jar contains "
                        + platform.resource() + ".",
                "Add them in test scope. Maven: <dependency><groupId>" + GROUP + "</groupId><artifactId>"
                        + platform.artifact() + "</artifactId><version>" + VERSION
                        + "</version><scope>test</scope></dependency>. Gradle: testRuntimeOnly(\"" + coordinates
                        + "\"). Or set e2e.migrations.target to datasource or kubernetes.",
                null);
    }

    static EmbeddedBinariesException notUnpacked(BinaryArchive archive, Path directory, IOException cause) {
        return new EmbeddedBinariesException(
                archive.platform(),
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
