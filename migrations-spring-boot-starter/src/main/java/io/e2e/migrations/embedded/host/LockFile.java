package io.e2e.migrations.embedded.host;

import io.e2e.migrations.time.Deadline;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * A lock on a file, which this JVM holds until it is closed. The kernel releases it when the JVM ends, however it ends. That
 * makes it a better sign of life than a process number, which is used again and differs between containers that share a
 * directory.
 *
 * <p>Closing any channel on a file gives up all locks that the process has on it (POSIX), so no code may open the file of a
 * lock that its own JVM holds.
 */
public final class LockFile implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(20);

    private final FileChannel channel;

    private LockFile(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Acquires the lock on this file, which is made if it is missing; empty if another process has the lock. What is no file
     * is refused, because opening it could follow a link or wait for ever.
     */
    public static Optional<LockFile> tryAcquire(Path file) throws IOException {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(file + " is not a file");
        }
        // A user that may read the file could lock it.
        FileChannel channel = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
                FileTree.mode(file, "rw-------"));
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return Optional.of(new LockFile(channel));
            }
        } catch (OverlappingFileLockException ex) {
            // Another class loader of this JVM has it, which is the same as another process.
        } catch (IOException | RuntimeException ex) {
            channel.close();
            throw ex;
        }
        channel.close();
        return Optional.empty();
    }

    /**
     * Acquires the lock on this file, and waits for it until the deadline.
     *
     * @param purpose what its holder does, for the message of the time-out
     */
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
