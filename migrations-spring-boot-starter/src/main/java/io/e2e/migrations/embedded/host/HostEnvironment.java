package io.e2e.migrations.embedded.host;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * This machine as a server will use it.
 *
 * @param platform the operating system and processor
 * @param runAs the user that PostgreSQL's programs run as
 * @param directories the cache, and where servers run
 */
public record HostEnvironment(Platform platform, RunAs runAs, ServerDirectories directories) {

    /** The environment of this JVM; {@code null} directories are chosen by the customs of the system. */
    public static HostEnvironment of(@Nullable Path cacheDirectory, @Nullable Path runDirectory) {
        UserDirectories user = UserDirectories.current();
        RunAs runAs = RunAsChoice.forThisProcess();
        return new HostEnvironment(
                user.platform(), runAs, ServerDirectories.choose(cacheDirectory, runDirectory, user, runAs));
    }
}
