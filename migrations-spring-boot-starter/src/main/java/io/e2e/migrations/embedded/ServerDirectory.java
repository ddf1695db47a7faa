package io.e2e.migrations.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory of one running server: its cluster, its log, and a lock file that this JVM holds for as long as it
 * lives. A directory whose lock is free was left by a JVM that was killed.
 */
final class ServerDirectory implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ServerDirectory.class);

    private static final String LOCK = "owner.lock";

    private final Path root;
    private final HeldLock lock;

    private ServerDirectory(Path root, HeldLock lock) {
        this.root = root;
        this.lock = lock;
    }

    /** A new directory below this one, with room for a cluster that the server's user owns. */
    static ServerDirectory create(Path servers, RunAs runAs) throws IOException {
        while (true) {
            Path root = Files.createTempDirectory(servers, ownPrefix());
            FileTree.permit(root, runAs.isOther() ? "rwx--x--x" : "rwx------");
            Path lockFile = root.resolve(LOCK);
            Optional<HeldLock> lock = HeldLock.tryTake(lockFile);
            // Between making the file and locking it, another JVM may have taken it for a leftover: then start over.
            if (lock.isPresent() && Files.exists(lockFile)) {
                ServerDirectory directory = new ServerDirectory(root, lock.get());
                directory.createOwned(directory.data(), runAs);
                return directory;
            }
            if (lock.isPresent()) {
                lock.get().close();
            }
        }
    }

    /** Removes what killed JVMs left here, their servers first. */
    static void removeLeftovers(Path servers, Programs programs) throws IOException {
        try (Stream<Path> entries = Files.list(servers)) {
            for (Path root : entries.toList()) {
                if (!root.getFileName().toString().startsWith(ownPrefix())) {
                    removeIfLeft(root, programs);
                }
            }
        }
    }

    private static void removeIfLeft(Path root, Programs programs) {
        try {
            if (!Files.isRegularFile(root.resolve(LOCK))) {
                return;
            }
            try (ServerDirectory left = HeldLock.tryTake(root.resolve(LOCK))
                    .map(lock -> new ServerDirectory(root, lock))
                    .orElse(null)) {
                if (left != null) {
                    LOG.debug("Removing {}, which a killed JVM left", root);
                    LeftServer.find(left.data()).ifPresent(server -> server.stop(programs, left));
                }
            }
        } catch (IOException ex) {
            LOG.debug("Another JVM removes {} too, or it cannot be removed", root, ex);
        }
    }

    Path root() {
        return this.root;
    }

    Path data() {
        return this.root.resolve("data");
    }

    Path log() {
        return this.root.resolve("postgres.log");
    }

    /** Makes a directory that only the server's user may enter, as PostgreSQL demands of its data directory. */
    private void createOwned(Path directory, RunAs runAs) throws IOException {
        Files.createDirectory(directory, FileTree.mode(directory, "rwx------"));
        runAs.own(directory);
    }

    /** Deletes everything; nothing may run in it any more. */
    @Override
    public void close() {
        try (this.lock) {
            FileTree.delete(this.root);
        } catch (IOException ex) {
            LOG.debug("Could not remove {}; the next start tries again", this.root, ex);
        }
    }

    /** Process number and start time: names nobody else uses at the same time, and tells a person whose it is. */
    private static String ownPrefix() {
        ProcessHandle self = ProcessHandle.current();
        long start =
                self.info().startInstant().map(java.time.Instant::toEpochMilli).orElse(0L);
        return self.pid() + "-" + start + "-";
    }
}
