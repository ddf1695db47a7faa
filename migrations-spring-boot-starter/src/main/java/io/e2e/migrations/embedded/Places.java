package io.e2e.migrations.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the files of this run lie: the cache that is kept, and the directory of the servers that run. Both are checked
 * once, so that a directory that cannot be used is reported as such and not as a server that fails. The cache and the
 * running servers are kept apart, so that the cache may be deleted at any time.
 *
 * @param cache where binaries are kept between runs
 * @param servers where each running server has a directory
 */
record Places(Path cache, Path servers) {

    private static final Logger LOG = LoggerFactory.getLogger(Places.class);

    /** The places for these settings, made if they are missing. */
    static Places choose(EmbeddedSettings settings, UserPlaces user, RunAs runAs) {
        Path temporary = temporaryRoot(user, runAs);
        Path wanted = settings.cacheDirectory() == null ? user.cache(runAs) : settings.cacheDirectory();
        try {
            return new Places(
                    usable(wanted.toAbsolutePath().normalize(), runAs), usable(temporary.resolve("servers"), runAs));
        } catch (IOException ex) {
            LOG.warn(
                    "The cache directory {} cannot be used ({}); this run keeps its files in {}. Set"
                            + " e2e.migrations.embedded.cache-directory to a directory that can be written.",
                    wanted,
                    reason(ex),
                    temporary);
        }
        try {
            return new Places(usable(temporary.resolve("cache"), runAs), usable(temporary.resolve("servers"), runAs));
        } catch (IOException ex) {
            throw new EmbeddedDirectoryException(temporary, reason(ex), ex);
        }
    }

    /** Other users can write beside us there, so a directory of that name must be ours before we trust it. */
    private static Path temporaryRoot(UserPlaces user, RunAs runAs) {
        Path root = user.temporaryRoot().toAbsolutePath().normalize();
        try {
            usable(root, runAs);
            Path probe = Files.createTempFile(root, "", ".probe");
            int self = FileTree.owner(probe);
            Files.delete(probe);
            if (!Files.isDirectory(root, LinkOption.NOFOLLOW_LINKS) || FileTree.owner(root) != self) {
                throw new IOException("it belongs to another user");
            }
            return root;
        } catch (IOException ex) {
            throw new EmbeddedDirectoryException(root, reason(ex), ex);
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
