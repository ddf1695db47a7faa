package io.e2e.migrations.embedded.host;

import io.e2e.migrations.time.Deadline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The entries of one kind in the cache: directories, each with a key for its name. An entry counts only with its
 * finish-marker. It is the last file that is written into a private draft, which is then renamed in one step. Entries may be
 * deleted at any time. Thread-safe, also between processes.
 */
public final class CacheDirectory {

    /** Its time of modification is the time of the entry's last use. */
    static final String MARKER = "complete";

    /** Part of the name of an entry that is not finished. */
    static final String DRAFT = ".draft-";

    /** Part of the name of an entry that is about to be deleted. */
    static final String TRASH = ".trash-";

    private static final Logger LOG = LoggerFactory.getLogger(CacheDirectory.class);

    private final Path root;
    private final String mode;

    /**
     * Describes a directory, which is made with the first entry.
     *
     * @param mode its permissions, such as {@code rwx------}
     */
    public CacheDirectory(Path root, String mode) {
        this.root = root;
        this.mode = mode;
    }

    /** The directory of an entry, which need not exist. */
    public Path entry(String key) {
        return this.root.resolve(key);
    }

    /**
     * Reads an entry's finish-marker and notes the use; empty if there is no finished entry.
     *
     * @throws UntrustedException if other users can write to the directory of the entries
     * @throws DamagedException if the entry cannot be used, so that it is to be discarded
     */
    public Optional<String> use(String key) throws IOException {
        Path marker = entry(key).resolve(MARKER);
        if (!Files.exists(marker)) {
            return Optional.empty();
        }
        TrustedDirectory.require(this.root);
        String text;
        try {
            TrustedDirectory.require(entry(key));
            text = FileTree.read(marker);
        } catch (IOException ex) {
            throw new DamagedException(EmbeddedDirectoryException.reason(ex), ex);
        }
        try {
            Files.setLastModifiedTime(marker, FileTime.from(Instant.now()));
        } catch (IOException ex) {
            LOG.trace("Cannot note the use of {}", marker, ex);
        }
        return Optional.of(text);
    }

    /**
     * Keeps other processes from making the same entry.
     *
     * @param purpose what the holder of the lock does, for the message to a process that waits too long
     */
    public LockFile lock(String key, String purpose, Deadline deadline) throws IOException {
        TrustedDirectory.create(this.root, this.mode);
        return LockFile.acquire(this.root.resolve(key + ".lock"), purpose, deadline);
    }

    /** Makes an empty directory for a new entry, and removes those that killed JVMs left. The caller holds the lock. */
    public Path draft(String key) throws IOException {
        try (Stream<Path> entries = Files.list(this.root)) {
            for (Path entry : entries.toList()) {
                if (entry.getFileName().toString().startsWith(key + DRAFT)) {
                    FileTree.delete(entry);
                }
            }
        }
        return Files.createTempDirectory(this.root, key + DRAFT);
    }

    /**
     * Finishes a draft with this marker and replaces the entry with it. The caller holds the lock. What is written here is on
     * the disk before the entry has its name, with those files that the caller has synced.
     */
    public void publish(Path draft, String key, String marker) throws IOException {
        Files.writeString(draft.resolve(MARKER), marker);
        FileTree.sync(draft.resolve(MARKER));
        FileTree.sync(draft);
        discard(entry(key));
        Files.move(draft, entry(key), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Removes an entry. */
    public void discard(String key) {
        try {
            discard(entry(key));
        } catch (IOException ex) {
            LOG.debug("Cannot remove {}", entry(key), ex);
        }
    }

    /** Renames an entry before its files go, so that no other process finds a part of it. */
    static void discard(Path entry) throws IOException {
        if (Files.isDirectory(entry)) {
            Path trash = entry.resolveSibling(entry.getFileName() + TRASH + Long.toHexString(System.nanoTime()));
            Files.move(entry, trash, StandardCopyOption.ATOMIC_MOVE);
            FileTree.delete(trash);
        }
    }

    /** An entry is there and cannot be used. The message is the reason. */
    public static final class DamagedException extends IOException {

        /** Says why. */
        public DamagedException(String reason, @Nullable Throwable cause) {
            super(reason, cause);
        }
    }
}
