package io.e2e.migrations.embedded.process;

import io.e2e.migrations.embedded.binaries.Programs;
import io.e2e.migrations.embedded.host.FileTree;
import io.e2e.migrations.embedded.host.LockFile;
import io.e2e.migrations.embedded.host.RunAs;
import io.e2e.migrations.embedded.host.TrustedDirectory;
import io.e2e.migrations.time.Deadline;
import io.e2e.migrations.time.TimeSource;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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

    /**
     * Process number and start time: unique among running processes, and they tell a person whose directory it is. Asked once,
     * because the start time must not change with the clock.
     */
    private static final String OWN_PREFIX = ownPrefix();

    private final Path root;
    private final LockFile lock;

    private ServerDirectory(Path root, LockFile lock) {
        this.root = root;
        this.lock = lock;
    }

    /** Makes a directory below this one, with an empty data directory that the server's user owns. */
    public static ServerDirectory create(Path servers, RunAs runAs) throws IOException {
        while (true) {
            Path root = Files.createTempDirectory(TrustedDirectory.require(servers), OWN_PREFIX);
            Optional<ServerDirectory> directory = occupy(root);
            if (directory.isPresent()) {
                FileTree.permit(root, runAs.permissions("rwx--x--x"));
                for (String log : List.of(LOG_FILE, CONTROL_LOG_FILE)) {
                    Files.createFile(root.resolve(log), FileTree.mode(root, "rw-------"));
                }
                makeData(root, runAs);
                return directory.get();
            }
        }
    }

    /**
     * Acquires the lock of a new, empty directory. Empty if another JVM took the directory for a leftover: it removes what has no
     * lock file while that is empty, and the lock file with all else before it releases the lock.
     */
    static Optional<ServerDirectory> occupy(Path root) throws IOException {
        Optional<LockFile> lock;
        try {
            lock = LockFile.tryAcquire(root.resolve(LOCK));
        } catch (NoSuchFileException ex) {
            return Optional.empty();
        }
        if (lock.isPresent() && !Files.exists(root.resolve(LOCK))) {
            lock.get().close();
            return Optional.empty();
        }
        return lock.map(held -> new ServerDirectory(root, held));
    }

    /** Acquires the directory of a JVM that was killed; empty if its JVM lives, or if it is not such a directory. */
    static Optional<ServerDirectory> acquireAbandoned(Path root) throws IOException {
        if (root.getFileName().toString().startsWith(OWN_PREFIX)) {
            // A JVM that tried the lock of its own directory would lose it.
            return Optional.empty();
        }
        if (!Files.isDirectory(TrustedDirectory.require(root), LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        if (!Files.isRegularFile(root.resolve(LOCK), LinkOption.NOFOLLOW_LINKS)) {
            // Its JVM was killed before it made the lock file, or is about to make it and then takes another directory.
            Files.delete(root);
            return Optional.empty();
        }
        return LockFile.tryAcquire(root.resolve(LOCK)).map(lock -> new ServerDirectory(root, lock));
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

    /**
     * Deletes the directory, in which no server may run any more. The lock file goes while it is locked, so that nobody can
     * acquire a directory that is about to be deleted.
     */
    @Override
    public void close() {
        try (this.lock) {
            deleteData();
            try {
                FileTree.delete(this.root);
            } catch (DirectoryNotEmptyException ex) {
                LOG.trace("Windows keeps the name of an open file", ex);
            }
        } catch (IOException ex) {
            LOG.debug("Could not remove {}; the next start tries again", this.root, ex);
        }
        try {
            Files.deleteIfExists(this.root);
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

    private static String ownPrefix() {
        ProcessHandle self = ProcessHandle.current();
        long start = self.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
        return self.pid() + "-" + start + "-";
    }
}
