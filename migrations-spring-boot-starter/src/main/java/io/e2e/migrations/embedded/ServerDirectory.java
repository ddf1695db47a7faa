package io.e2e.migrations.embedded;

import io.e2e.migrations.time.Deadline;
import io.e2e.migrations.time.TimeSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory of one running server: its cluster, its log, and a lock file that this JVM holds for as long as it
 * lives. A directory whose lock is free was left by a JVM that was killed. That of a shared server is given away to its
 * {@link Guardian} and its users; it was left if it has neither.
 */
final class ServerDirectory implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ServerDirectory.class);

    private static final String LOCK = "owner.lock";

    private static final String DATA = "data";

    private static final Duration LAST_WRITES = Duration.ofSeconds(2);

    /** What the name of a shared server's directory begins with. */
    private static final String SHARED = "shared-";

    private static final Duration UNLOCKED_LIMIT = Duration.ofHours(1);

    private final Path root;
    private final HeldLock lock;

    private ServerDirectory(Path root, HeldLock lock) {
        this.root = root;
        this.lock = lock;
    }

    /** A new directory below this one, with room for a cluster that the server's user owns. */
    static ServerDirectory create(Path servers, RunAs runAs) throws IOException {
        return create(servers, "", runAs);
    }

    /** The same for a server that others will find by this key. */
    static ServerDirectory createShared(Path servers, String key, RunAs runAs) throws IOException {
        ServerDirectory directory = create(servers, sharedPrefix(key), runAs);
        Path leases = LeaseFile.directory(directory.root);
        Files.createDirectory(leases, FileTree.mode(leases, "rwx------"));
        return directory;
    }

    private static ServerDirectory create(Path servers, String prefix, RunAs runAs) throws IOException {
        while (true) {
            Path root = Files.createTempDirectory(servers, prefix + ownPrefix());
            FileTree.permit(root, runAs.isOther() ? "rwx--x--x" : "rwx------");
            makeData(root, runAs);
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
    static Optional<ServerDirectory> occupy(Path root) throws IOException {
        Optional<HeldLock> lock = HeldLock.tryTake(root.resolve(LOCK));
        if (lock.isPresent() && !Files.isDirectory(root.resolve(DATA))) {
            lock.get().close();
            return Optional.empty();
        }
        return lock.map(held -> new ServerDirectory(root, held));
    }

    /** Removes what killed JVMs left here, their servers first. */
    static void removeLeftovers(Path servers, Programs programs) throws IOException {
        try (Stream<Path> entries = Files.list(servers)) {
            for (Path root : entries.toList()) {
                if (!isOwn(root)) {
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
            try (ServerDirectory left = takeOver(root)) {
                if (left != null) {
                    LOG.debug("Removing {}, which a killed JVM left", root);
                    LeftServer.find(left.data()).ifPresent(server -> server.stop(programs, left));
                }
            }
        } catch (IOException ex) {
            LOG.debug("Another JVM removes {} too, or it cannot be removed", root, ex);
        }
    }

    /** Null if somebody uses it. */
    private static @Nullable ServerDirectory takeOver(Path root) throws IOException {
        HeldLock lock = HeldLock.tryTake(root.resolve(LOCK)).orElse(null);
        if (lock == null) {
            return null;
        }
        ServerDirectory directory = new ServerDirectory(root, lock);
        boolean left = false;
        try {
            left = !directory.isShared() || isForsaken(root);
            return left ? directory : null;
        } finally {
            if (!left) {
                lock.close();
            }
        }
    }

    /** A shared server without guardian and users. */
    private static boolean isForsaken(Path root) throws IOException {
        return !HeldLock.isHeld(root.resolve(Guardian.LOCK)) && new Door(root).shut(ownPrefix());
    }

    /** The directories of the servers that were started to be shared under this key. */
    static List<Path> shared(Path servers, String key) throws IOException {
        try (Stream<Path> entries = Files.list(servers)) {
            return entries.filter(root -> root.getFileName().toString().startsWith(sharedPrefix(key)))
                    .toList();
        }
    }

    Path root() {
        return this.root;
    }

    boolean isShared() {
        return this.root.getFileName().toString().startsWith(SHARED);
    }

    /** Leaves it to its guardian and its users. */
    void giveAway() throws IOException {
        this.lock.close();
    }

    Path data() {
        return this.root.resolve(DATA);
    }

    Path log() {
        return this.root.resolve("postgres.log");
    }

    /** Makes the data directory anew, empty and closed to all but the server's user, as PostgreSQL demands. */
    void clearData(RunAs runAs) throws IOException {
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

    private static String sharedPrefix(String key) {
        return SHARED + key + "-";
    }

    /** Whether this JVM made it: then it must not try its lock. */
    private static boolean isOwn(Path root) {
        String name = root.getFileName().toString();
        return name.startsWith(ownPrefix()) || (name.startsWith(SHARED) && name.contains("-" + ownPrefix()));
    }

    /** Process number and start time: names nobody else uses at the same time, and tells a person whose it is. */
    static String ownPrefix() {
        ProcessHandle self = ProcessHandle.current();
        long start = self.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
        return self.pid() + "-" + start + "-";
    }
}
