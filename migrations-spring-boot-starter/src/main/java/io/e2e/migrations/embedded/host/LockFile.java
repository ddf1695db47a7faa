package io.e2e.migrations.embedded.host;

import io.e2e.migrations.time.Deadline;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * A file lock that this JVM holds. The kernel releases it when the JVM ends, however it ends, which makes it a truer sign
 * of life than a process number: those are used again, and differ between containers that share a directory.
 *
 * <p>Closing any channel on a file gives up all of a process's locks on it (POSIX), so nobody may open the lock file of
 * a lock that his own JVM holds.
 */
public final class LockFile implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(20);

    private final FileChannel channel;

    private LockFile(FileChannel channel) {
        this.channel = channel;
    }

    /** The lock on this file, which is made if it is missing; empty if another process has it. */
    public static Optional<LockFile> tryAcquire(Path file) throws IOException {
        // Whoever may read it could lock us out.
        FileChannel channel = FileChannel.open(
                file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), FileTree.mode(file, "rw-------"));
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return Optional.of(new LockFile(channel));
            }
        } catch (OverlappingFileLockException ex) {
            // Held by another class loader of this JVM: as good as another process.
        } catch (IOException | RuntimeException ex) {
            channel.close();
            throw ex;
        }
        channel.close();
        return Optional.empty();
    }

    /** The lock on this file, waited for until the deadline; {@code purpose} says what its holder does with it. */
    public static LockFile acquire(Path file, String purpose, Deadline deadline) throws IOException {
        while (true) {
            Optional<LockFile> lock = tryAcquire(file);
            if (lock.isPresent()) {
                return lock.get();
            }
            if (deadline.isOver()) {
                throw EmbeddedTimeoutException.ofAnother(purpose, deadline.limit());
            }
            deadline.pause(POLL);
        }
    }

    @Override
    public void close() throws IOException {
        this.channel.close();
    }
}
