package io.e2e.migrations.embedded;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How the embedded PostgreSQL runs. An immutable value: start from {@link #defaults()} and use the {@code with…}
 * copies. Contexts of one JVM with equal settings share one server.
 *
 * @param cacheDirectory where binaries and prepared clusters are kept between runs; {@code null} (the default) means
 *     {@code e2e-migrations} in the user's cache home ({@code $XDG_CACHE_HOME} or {@code ~/.cache},
 *     {@code ~/Library/Caches} on macOS, {@code %LOCALAPPDATA%} on Windows; {@code /var/cache} for root), and where that
 *     cannot be written, with a warning, {@code java.io.tmpdir}. One that is given must be writable. What was not used for
 *     30 days is removed, and the least recently used clusters beyond 300 MB. It may be deleted at any time
 * @param runDirectory where the files of running servers lie; {@code null} (the default) means {@code /dev/shm} if it
 *     has 2 GiB free, else {@code java.io.tmpdir}
 * @param startTimeout how long unpacking, creating and starting the server may take together, 60 s by default. What a
 *     template is filled with is not counted: migrations have time-outs of their own. Another process that prepares the
 *     same is waited for as long, all that it does included
 * @param server how the server is made and configured
 * @param template whether databases are copies of the template that is offered for them, as they are by default, or empty
 */
public record EmbeddedSettings(
        @Nullable Path cacheDirectory,
        @Nullable Path runDirectory,
        Duration startTimeout,
        ServerSettings server,
        boolean template) {

    private static final EmbeddedSettings DEFAULTS =
            new EmbeddedSettings(null, null, Duration.ofSeconds(60), ServerSettings.defaults(), true);

    public EmbeddedSettings {
        cacheDirectory = resolved(cacheDirectory);
        runDirectory = resolved(runDirectory);
        requirePositive("startTimeout", startTimeout);
        Objects.requireNonNull(server, "server");
    }

    /** The settings of a test that says nothing. */
    public static EmbeddedSettings defaults() {
        return DEFAULTS;
    }

    /** Written out, as each record's own comparison is linked anew in every JVM, which a start waits for. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof EmbeddedSettings that
                && Objects.equals(this.cacheDirectory, that.cacheDirectory)
                && Objects.equals(this.runDirectory, that.runDirectory)
                && this.startTimeout.equals(that.startTimeout)
                && this.server.equals(that.server)
                && this.template == that.template;
    }

    @Override
    public int hashCode() {
        return Objects.hash(this.cacheDirectory, this.runDirectory, this.startTimeout, this.server, this.template);
    }

    /** A copy that keeps its files in this directory; {@code null} means the user's cache home. */
    public EmbeddedSettings withCacheDirectory(@Nullable Path cacheDirectory) {
        return new EmbeddedSettings(cacheDirectory, this.runDirectory, this.startTimeout, this.server, this.template);
    }

    /** A copy whose servers run in this directory; {@code null} means in memory if there is room, else among temporary files. */
    public EmbeddedSettings withRunDirectory(@Nullable Path runDirectory) {
        return new EmbeddedSettings(this.cacheDirectory, runDirectory, this.startTimeout, this.server, this.template);
    }

    /** A copy that waits this long for the server. */
    public EmbeddedSettings withStartTimeout(Duration startTimeout) {
        return new EmbeddedSettings(this.cacheDirectory, this.runDirectory, startTimeout, this.server, this.template);
    }

    /** A copy whose server is made and configured in this way. */
    public EmbeddedSettings withServer(ServerSettings server) {
        return new EmbeddedSettings(this.cacheDirectory, this.runDirectory, this.startTimeout, server, this.template);
    }

    /** A copy whose server runs with these PostgreSQL parameters beside ours. */
    public EmbeddedSettings withParameters(Map<String, String> parameters) {
        return withServer(this.server.withParameters(parameters));
    }

    /** A copy whose databases start empty, whatever template is offered. */
    public EmbeddedSettings withoutTemplate() {
        return new EmbeddedSettings(this.cacheDirectory, this.runDirectory, this.startTimeout, this.server, false);
    }

    /** The part that decides which server it is; databases of both kinds share one. */
    EmbeddedSettings ofServer() {
        return new EmbeddedSettings(this.cacheDirectory, this.runDirectory, this.startTimeout, this.server, true);
    }

    /** An empty path means none, rather than the working directory, and {@code ~} is the home directory, as in a shell. */
    private static @Nullable Path resolved(@Nullable Path directory) {
        if (directory == null || directory.toString().isEmpty()) {
            return null;
        }
        return directory.startsWith("~")
                ? Path.of(System.getProperty("user.home")).resolve(Path.of("~").relativize(directory))
                : directory;
    }

    private static void requirePositive(String name, Duration duration) {
        Objects.requireNonNull(duration, name);
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException(name + " must be positive, not " + duration);
        }
    }
}
