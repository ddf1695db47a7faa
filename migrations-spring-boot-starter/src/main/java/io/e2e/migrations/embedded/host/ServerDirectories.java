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
 * Where the files of this run lie: the cache that is kept, and the directory of the servers that run. Both are checked
 * once, so that a directory that cannot be used is reported as such and not as a server that fails. They are kept apart,
 * so that the cache may be deleted at any time.
 *
 * @param cache where binaries and prepared clusters are kept between runs
 * @param servers where each running server has a directory
 * @param earlier where earlier runs may have had theirs, this one's place among them
 */
public record ServerDirectories(Path cache, Path servers, List<Path> earlier) {

    private static final Logger LOG = LoggerFactory.getLogger(ServerDirectories.class);

    private static final String SERVERS = "servers";

    /** The places for these settings, made if they are missing. */
    public static ServerDirectories choose(
            @Nullable Path cacheDirectory, @Nullable Path runDirectory, UserDirectories user, RunAs runAs) {
        List<Path> now =
                runDirectory == null ? user.temporaryRoots() : List.of(user.rootIn(runDirectory.toAbsolutePath()));
        List<Path> ever = runDirectory == null ? user.allTemporaryRoots() : now;
        List<Path> earlier = ever.stream()
                .map(root -> root.resolve(SERVERS))
                .filter(Files::isDirectory)
                .toList();
        Path servers = firstUsable(now, SERVERS, runAs);
        return new ServerDirectories(
                cache(cacheDirectory, user, runAs),
                servers,
                earlier.stream().filter(other -> haveOneOwner(servers, other)).toList());
    }

    /** Others could have made a directory of that name where ours is to be. */
    private static boolean haveOneOwner(Path servers, Path others) {
        try {
            return FileTree.owner(servers.resolve("..")) == FileTree.owner(others.resolve(".."));
        } catch (IOException ex) {
            return false;
        }
    }

    /** The user's own choice is kept, or refused; only ours is replaced. */
    private static Path cache(@Nullable Path chosen, UserDirectories user, RunAs runAs) {
        Path wanted = chosen == null ? user.cache(runAs) : chosen;
        try {
            return usable(wanted.toAbsolutePath().normalize(), runAs);
        } catch (IOException ex) {
            if (chosen != null) {
                throw new EmbeddedDirectoryException(chosen, reason(ex), ex);
            }
            Path instead = firstUsable(List.of(user.rootIn(user.temporary())), "cache", runAs);
            LOG.warn(
                    "The cache directory {} cannot be used ({}); this run uses {}. Set"
                            + " e2e.migrations.embedded.cache-directory to a directory that can be written.",
                    wanted,
                    reason(ex),
                    instead);
            return instead;
        }
    }

    /** The last one's trouble is reported: it is the one that everybody expects to work. */
    private static Path firstUsable(List<Path> roots, String part, RunAs runAs) {
        EmbeddedDirectoryException trouble = null;
        for (Path root : roots) {
            try {
                requireOwn(usable(root, runAs));
                return usable(root.resolve(part), runAs);
            } catch (IOException ex) {
                LOG.debug("Cannot use {}", root, ex);
                trouble = new EmbeddedDirectoryException(root, reason(ex), ex);
            }
        }
        throw Objects.requireNonNull(trouble, "no directory to try");
    }

    /** Other users can write beside us there, so a directory of that name must be ours before we trust it. */
    private static void requireOwn(Path root) throws IOException {
        Path probe = Files.createTempFile(root, "", ".probe");
        int self = FileTree.owner(probe);
        Files.delete(probe);
        if (!Files.isDirectory(root, LinkOption.NOFOLLOW_LINKS) || FileTree.owner(root) != self) {
            throw new IOException("it belongs to another user");
        }
    }

    private static Path usable(Path directory, RunAs runAs) throws IOException {
        FileTree.create(directory, runAs.isOther() ? "rwxr-xr-x" : "rwx------");
        if (!Files.isWritable(directory)) {
            throw new IOException("it is not writable");
        }
        if (runAs.isOther()) {
            requireReachable(directory, runAs);
        }
        return directory;
    }

    private static void requireReachable(Path directory, RunAs runAs) throws IOException {
        for (Path part : upwards(directory)) {
            var permissions = Files.getPosixFilePermissions(part);
            boolean owned = FileTree.owner(part) == runAs.uid();
            if (!permissions.contains(owned ? PosixFilePermission.OWNER_EXECUTE : PosixFilePermission.OTHERS_EXECUTE)) {
                throw new IOException("user " + runAs.name() + ", who runs the server for root, may not enter " + part);
            }
        }
    }

    private static List<Path> upwards(Path directory) {
        List<Path> parts = new ArrayList<>();
        for (Path part = directory; part != null; part = part.getParent()) {
            parts.add(part);
        }
        return parts;
    }

    /** File system exceptions often say only the path; then their type is the reason. */
    private static String reason(IOException ex) {
        return ex.getClass() == IOException.class ? "" + ex.getMessage() : ex.toString();
    }
}
