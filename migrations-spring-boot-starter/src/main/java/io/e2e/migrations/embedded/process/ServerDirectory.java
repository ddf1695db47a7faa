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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory of one running server: its data directory, its log, and a lock file that this JVM holds as long as it
 * lives. A directory whose lock is free was left by a JVM that was killed.
 */
public final class ServerDirectory implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ServerDirectory.class);

    private static final String LOCK = "owner.lock";
    private static final String DATA = "data";

    private static final String LOG_FILE = "postgres.log";
    private static final String CONTROL_LOG_FILE = "pg_ctl.log";

    private static final Duration LAST_WRITES = Duration.ofSeconds(2);
    private static final Duration UNLOCKED_LIMIT = Duration.ofHours(1);

    private final Path root;
    private final LockFile lock;

    private ServerDirectory(Path root, LockFile lock) {
        this.root = root;
        this.lock = lock;
    }

    /** Makes a directory below this one, with an empty data directory that the server's user owns. */
    public static ServerDirectory create(Path servers, RunAs runAs) throws IOException {
        while (true) {
            Path root = Files.createTempDirectory(servers, ownPrefix());
            FileTree.permit(root, runAs.permissions("rwx--x--x"));
            makeData(root, runAs);
            Files.createFile(root.resolve(LOG_FILE), FileTree.mode(root, "rw-------"));
            Optional<ServerDirectory> directory = occupy(root);
            if (directory.isPresent()) {
                return directory.get();
            }
        }
    }

    /**
     * Acquires the lock of a new directory. Empty if another JVM took the directory for a leftover, between the creation of the
     * lock file and the acquisition of the lock. That JVM removes the data before it releases the lock, and the rest after, so
     * the lock proves nothing if the data are not there.
     */
    static Optional<ServerDirectory> occupy(Path root) throws IOException {
        Optional<LockFile> lock = LockFile.tryAcquire(root.resolve(LOCK));
        if (lock.isPresent() && !Files.isDirectory(root.resolve(DATA))) {
            lock.get().close();
            return Optional.empty();
        }
        return lock.map(held -> new ServerDirectory(root, held));
    }

    /** Acquires the directory of a JVM that was killed; empty if its JVM lives. */
    static Optional<ServerDirectory> acquireAbandoned(Path root) throws IOException {
        if (root.getFileName().toString().startsWith(ownPrefix())) {
            // A JVM that tried the lock of its own directory would lose it.
            return Optional.empty();
        }
        if (!Files.isRegularFile(root.resolve(LOCK))) {
            removeIfUnlockedForLong(root);
            return Optional.empty();
        }
        return LockFile.tryAcquire(root.resolve(LOCK)).map(lock -> new ServerDirectory(root, lock));
    }

    /** Its JVM was killed before it made the lock file, unless it is about to make it now. */
    private static void removeIfUnlockedForLong(Path root) throws IOException {
        Instant made = Files.getLastModifiedTime(root).toInstant();
        if (made.isBefore(Instant.now().minus(UNLOCKED_LIMIT))) {
            FileTree.delete(root);
        }
    }

    /** The directory itself. */
    public Path root() {
        return this.root;
    }

    /** The data directory in it. */
    public Path data() {
        return this.root.resolve(DATA);
    }

    /** The file with the output of initdb and of the server. */
    public Path log() {
        return this.root.resolve(LOG_FILE);
    }

    /** The file with the output of pg_ctl, which is used while the server has its own open. */
    Path controlLog() {
        return this.root.resolve(CONTROL_LOG_FILE);
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

    /** Deletes the directory, in which no server may run any more. */
    @Override
    public void close() {
        try {
            deleteData();
            // Windows keeps the name of an open file, so the lock is released before its file is deleted.
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

    /** Process number and start time: unique among running processes, and they tell a person whose directory it is. */
    private static String ownPrefix() {
        ProcessHandle self = ProcessHandle.current();
        long start = self.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
        return self.pid() + "-" + start + "-";
    }
}
