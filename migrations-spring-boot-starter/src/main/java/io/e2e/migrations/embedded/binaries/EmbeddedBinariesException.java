package io.e2e.migrations.embedded.binaries;

import io.e2e.migrations.config.MigrationException;
import io.e2e.migrations.embedded.host.Platform;
import org.jspecify.annotations.Nullable;

/** There is no usable PostgreSQL for this machine on the class path: none at all, or an archive that cannot be trusted. */
public final class EmbeddedBinariesException extends MigrationException {

    private final String artifact;

    public EmbeddedBinariesException(String artifact, String problem, String remedy, @Nullable Throwable cause) {
        super(problem, remedy, cause);
        this.artifact = artifact;
    }

    public static EmbeddedBinariesException notFound(Platform platform) {
        return new EmbeddedBinariesException(
                platform.artifact(),
                "There is no PostgreSQL for " + platform.system() + " on " + platform.processor()
                        + (platform.musl() ? " with musl" : "") + ": " + platform.resource()
                        + " is not on the class path.",
                "Add the test dependency " + platform.artifact()
                        + ", or set e2e.migrations.target to a database that exists.",
                null);
    }

    /** The Maven coordinates, without a version, of the artifact that has or should have the binaries. */
    public String artifact() {
        return this.artifact;
    }
}
