package io.e2e.migrations.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A file lock that this JVM holds. The kernel releases it when the JVM ends, however it ends, which makes it a truer sign
 * of life than a process number: those are used again, and differ between containers that share a directory.
 *
 * <p>Closing any channel on a file gives up all of a process's locks on it (POSIX), so nobody may open the lock file of
 * a lock that his own JVM holds.
 */
final class HeldLock implements AutoCloseable {

    private final FileChannel channel;

    private HeldLock(FileChannel channel) {
        this.channel = channel;
    }

    /** The lock on this file, which is made if it is missing; empty if another process has it. */
    static Optional<HeldLock> tryTake(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return Optional.of(new HeldLock(channel));
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

    @Override
    public void close() throws IOException {
        this.channel.close();
    }
}
