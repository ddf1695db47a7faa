package io.e2e.migrations.embedded.process;

import io.e2e.migrations.embedded.binaries.Programs;
import io.e2e.migrations.embedded.host.FileTree;
import io.e2e.migrations.embedded.host.LockFile;
import io.e2e.migrations.embedded.host.RunAs;
import io.e2e.migrations.time.Deadline;
import io.e2e.migrations.time.TimeSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory of one running server: its cluster, its log, and a lock file that this JVM holds for as long as it
 * lives. A directory whose lock is free was left by a JVM that was killed.
 */
public final class ServerDirectory implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ServerDirectory.class);

    private static final String LOCK = "owner.lock";

    private static final String DATA = "data";

    private static final String LOG_FILE = "postgres.log";

    private static final Duration LAST_WRITES = Duration.ofSeconds(2);

    private static final Duration UNLOCKED_LIMIT = Duration.ofHours(1);

    private final Path root;
    private final LockFile lock;

    private ServerDirectory(Path root, LockFile lock) {
        this.root = root;
        this.lock = lock;
    }

    /** A new directory below this one, with room for a cluster that the server's user owns. */
    public static ServerDirectory create(Path servers, RunAs runAs) throws IOException {
        while (true) {
            Path root = Files.createTempDirectory(servers, ownPrefix());
            FileTree.permit(root, runAs.isOther() ? "rwx--x--x" : "rwx------");
            makeData(root, runAs);
            Files.createFile(root.resolve(LOG_FILE), FileTree.mode(root, "rw-------"));
            Optional<ServerDirectory> directory = occupy(root);
            if (directory.isPresent()) {
                return directory.get();
            }
        }
    }

    /**
     * Takes the lock of a new directory; empty if another JVM took the directory for a leftover, between the making of the
     * lock file and the taking of the lock. That one removes the data before it lets go of the lock, and the rest after,
     * so having the lock proves nothing as long as the data are not there.
     */
    public static Optional<ServerDirectory> occupy(Path root) throws IOException {
        Optional<LockFile> lock = LockFile.tryAcquire(root.resolve(LOCK));
        if (lock.isPresent() && !Files.isDirectory(root.resolve(DATA))) {
            lock.get().close();
            return Optional.empty();
        }
        return lock.map(held -> new ServerDirectory(root, held));
    }

    /** Removes what killed JVMs left here, their servers first. */
    public static void removeLeftovers(Path servers, Programs programs) throws IOException {
        try (Stream<Path> entries = Files.list(servers)) {
            for (Path root : entries.toList()) {
                // This JVM must not try a lock that it holds.
                if (!root.getFileName().toString().startsWith(ownPrefix())) {
                    removeIfLeft(root, programs);
                }
            }
        }
    }

    private static void removeIfLeft(Path root, Programs programs) {
        try {
            if (!Files.isRegularFile(root.resolve(LOCK))) {
                removeIfUnlockedForLong(root);
                return;
            }
            Optional<LockFile> lock = LockFile.tryAcquire(root.resolve(LOCK));
            if (lock.isPresent()) {
                try (ServerDirectory left = new ServerDirectory(root, lock.get())) {
                    LOG.debug("Removing {}, which a killed JVM left", root);
                    OrphanedServer.find(left.data()).ifPresent(server -> server.stop(programs, left));
                }
            }
        } catch (IOException ex) {
            LOG.debug("Another JVM removes {} too, or it cannot be removed", root, ex);
        }
    }

    public Path root() {
        return this.root;
    }

    public Path data() {
        return this.root.resolve(DATA);
    }

    public Path log() {
        return this.root.resolve(LOG_FILE);
    }

    /** Makes the data directory anew, empty and closed to all but the server's user, as PostgreSQL demands. */
    public void clearData(RunAs runAs) throws IOException {
        FileTree.delete(data());
        makeData(this.root, runAs);
    }

    private static void makeData(Path root, RunAs runAs) throws IOException {
        Path data = root.resolve(DATA);
        Files.createDirectory(data, FileTree.mode(data, "rwx------"));
        runAs.own(data);
    }

    /** Deletes everything; nothing may run in it any more. */
    @Override
    public void close() {
        try {
            deleteData();
            // Windows does not let go of the name of an open file, so the lock goes before its file.
            this.lock.close();
            FileTree.delete(this.root);
        } catch (IOException ex) {
            LOG.debug("Could not remove {}; the next start tries again", this.root, ex);
        }
    }

    /** The processes of a server that was killed may write for another moment. */
    private void deleteData() throws IOException {
        Deadline deadline = Deadline.in(LAST_WRITES, TimeSource.system());
        while (true) {
            try {
                FileTree.delete(data());
                return;
            } catch (IOException ex) {
                if (deadline.isOver()) {
                    throw ex;
                }
                deadline.pause(Programs.POLL);
            }
        }
    }

    /** A JVM was killed before it made its lock file, unless it is about to make it now. */
    private static void removeIfUnlockedForLong(Path root) throws IOException {
        Instant made = Files.getLastModifiedTime(root).toInstant();
        if (made.isBefore(Instant.now().minus(UNLOCKED_LIMIT))) {
            FileTree.delete(root);
        }
    }

    /** Process number and start time: names nobody else uses at the same time, and tells a person whose it is. */
    private static String ownPrefix() {
        ProcessHandle self = ProcessHandle.current();
        long start = self.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
        return self.pid() + "-" + start + "-";
    }
}
