package io.e2e.migrations.embedded;

import io.e2e.migrations.time.Deadline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The sign that a JVM uses a shared server: a file of its own in the server's directory, which it locks for as long as
 * it does. One that leaves in good order removes it; after one that was killed it lies there unlocked.
 */
final class LeaseFile implements AutoCloseable {

    private final Path file;
    private final HeldLock lock;

    private LeaseFile(Path file, HeldLock lock) {
        this.file = file;
        this.lock = lock;
    }

    /** What became of a JVM that had a lease. */
    enum State {
        /** It lives. */
        USED,
        /** It was killed. */
        ABANDONED,
        /** It left in good order. */
        RETURNED
    }

    /** A new lease on the server of this directory; its name begins with {@code prefix}. */
    static LeaseFile take(Path root, String prefix, Deadline deadline) throws IOException {
        Path file = Files.createTempFile(directory(root), prefix, "");
        return new LeaseFile(file, HeldLock.take(file, "looks who uses the server", deadline));
    }

    /**
     * Whether any JVM uses the server of this directory.
     *
     * @param own what the names of this JVM's leases begin with: it must not try their locks
     */
    static boolean anyUsed(Path root, String own) throws IOException {
        try (Stream<Path> leases = Files.list(directory(root))) {
            for (Path lease : leases.toList()) {
                if (state(root, lease.getFileName().toString(), own) == State.USED) {
                    return true;
                }
            }
            return false;
        } catch (NoSuchFileException ex) {
            return false;
        }
    }

    /** What became of the JVM with the lease of this name. */
    static State state(Path root, String name, String own) throws IOException {
        Path file = directory(root).resolve(name);
        if (!Files.exists(file)) {
            return State.RETURNED;
        }
        return name.startsWith(own) || HeldLock.isHeld(file) ? State.USED : State.ABANDONED;
    }

    /** Where the leases of a server lie. */
    static Path directory(Path root) {
        return root.resolve("leases");
    }

    String name() {
        return this.file.getFileName().toString();
    }

    /** Returns the lease. */
    @Override
    public void close() throws IOException {
        try (this.lock) {
            Files.deleteIfExists(this.file);
        }
    }
}
