package io.e2e.migrations.embedded.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directories of this run: the cache, which is kept, and the one in which servers run. Both are checked once, so that a
 * directory that cannot be used is reported as such and not as a server that fails. They are apart, so that the cache may
 * be deleted at any time.
 *
 * @param cache holds binaries and prepared clusters between runs
 * @param servers holds a directory for each running server
 * @param earlier may hold servers of earlier runs, {@code servers} included
 */
public record ServerDirectories(Path cache, Path servers, List<Path> earlier) {

    private static final Logger LOG = LoggerFactory.getLogger(ServerDirectories.class);

    private static final String SERVERS = "servers";

    /** The directories for this user, made if they are missing; {@code null} means one by the system's conventions. */
    public static ServerDirectories choose(@Nullable Path cacheDirectory, @Nullable Path runDirectory, RunAs runAs) {
        return choose(cacheDirectory, runDirectory, runAs, UserDirectories.of(runAs));
    }

    static ServerDirectories choose(
            @Nullable Path cacheDirectory, @Nullable Path runDirectory, RunAs runAs, UserDirectories user) {
        List<Path> now =
                runDirectory == null ? user.temporaryRoots() : List.of(user.rootIn(runDirectory.toAbsolutePath()));
        List<Path> ever = runDirectory == null ? user.allTemporaryRoots() : now;
        List<Path> earlier = new ArrayList<>();
        for (Path root : ever) {
            if (isTrusted(root.resolve(SERVERS))) {
                earlier.add(root.resolve(SERVERS));
            }
        }
        return new ServerDirectories(cache(cacheDirectory, user, runAs), firstUsable(now, SERVERS, runAs), earlier);
    }

    /** Another user could have made a directory with the name of ours. */
    private static boolean isTrusted(Path servers) {
        try {
            return Files.isDirectory(TrustedDirectory.require(servers), LinkOption.NOFOLLOW_LINKS);
        } catch (IOException ex) {
            LOG.debug("Servers in {} are not looked for", servers, ex);
            return false;
        }
    }

    /** A directory that the user chose is used or refused; only the default one has a replacement. */
    private static Path cache(@Nullable Path chosen, UserDirectories user, RunAs runAs) {
        Path wanted = chosen == null ? user.cache(runAs) : chosen;
        try {
            if (chosen == null && !wanted.isAbsolute()) {
                throw new IOException("this user has no home directory");
            }
            return MountPoint.requireExec(usable(wanted.toAbsolutePath().normalize(), runAs));
        } catch (IOException ex) {
            if (chosen != null) {
                throw new EmbeddedDirectoryException(chosen, ex);
            }
            Path instead = replacement(user, runAs);
            LOG.warn(
                    "The cache directory {} cannot be used ({}); this run uses {}. Set"
                            + " e2e.migrations.embedded.cache-directory to a directory that can be written.",
                    wanted,
                    EmbeddedDirectoryException.reason(ex),
                    instead);
            return instead;
        }
    }

    private static Path replacement(UserDirectories user, RunAs runAs) {
        Path directory = firstUsable(List.of(user.rootIn(user.temporary())), "cache", runAs);
        try {
            return MountPoint.requireExec(directory);
        } catch (IOException ex) {
            throw new EmbeddedDirectoryException(directory, ex);
        }
    }

    /** If none can be used, the reason of the last one is reported, because that one usually works. */
    private static Path firstUsable(List<Path> roots, String part, RunAs runAs) {
        EmbeddedDirectoryException failure = null;
        for (Path root : roots) {
            try {
                return usable(root.resolve(part), runAs);
            } catch (IOException ex) {
                LOG.debug("Cannot use {}", root, ex);
                failure = new EmbeddedDirectoryException(root, ex);
            }
        }
        throw Objects.requireNonNull(failure, "no directory to try");
    }

    private static Path usable(Path directory, RunAs runAs) throws IOException {
        TrustedDirectory.create(directory, runAs.permissions("rwxr-xr-x"));
        if (!Files.isWritable(directory)) {
            throw new IOException("it is not writable");
        }
        if (runAs.isOther()) {
            requireReachable(directory, runAs);
        }
        return directory;
    }

    private static void requireReachable(Path directory, RunAs runAs) throws IOException {
        for (Path part = directory; part != null; part = part.getParent()) {
            PosixFilePermission needed = FileTree.owner(part) == runAs.uid()
                    ? PosixFilePermission.OWNER_EXECUTE
                    : PosixFilePermission.OTHERS_EXECUTE;
            if (!Files.getPosixFilePermissions(part).contains(needed)) {
                throw new IOException(
                        "user " + runAs.name() + ", which runs the server for root, may not enter " + part);
            }
        }
    }
}
