package io.e2e.migrations.embedded.cluster;

import io.e2e.migrations.config.Secret;
import io.e2e.migrations.embedded.binaries.BinaryStore;
import io.e2e.migrations.embedded.host.CachePruning;
import io.e2e.migrations.embedded.host.FileTree;
import io.e2e.migrations.embedded.host.LockFile;
import io.e2e.migrations.embedded.host.RunAs;
import io.e2e.migrations.embedded.process.ServerDirectory;
import io.e2e.migrations.time.Deadline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The prepared clusters of the cache: each a stopped cluster that needs only be unpacked and started. An entry counts only
 * with its finish-marker, which says how many bytes its archive has, so that one that was cut short shows. Entries may
 * be deleted at any time, even while they are unpacked. Thread-safe, also between processes.
 */
public final class ClusterStore {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterStore.class);

    private static final String MARKER = BinaryStore.MARKER;
    private static final String ARCHIVE = "data.tar";
    private static final String SUPERUSER = "superuser";

    private final Path root;
    private final RunAs runAs;

    public ClusterStore(Path cache, RunAs runAs) {
        this.root = cache.resolve("clusters");
        this.runAs = runAs;
    }

    /**
     * Copies an entry into a server's empty data directory.
     *
     * @return the superuser's password; empty if there is no such entry or it is damaged, the directory then being empty
     */
    public Optional<Secret> copy(String key, ServerDirectory directory, Deadline deadline) throws IOException {
        Path entry = this.root.resolve(key);
        try {
            if (!Files.isRegularFile(entry.resolve(MARKER))) {
                return Optional.empty();
            }
            CachePruning.touch(entry.resolve(MARKER));
            Secret password = new Secret(Files.readString(entry.resolve(SUPERUSER)));
            long expected = Long.parseLong(Files.readString(entry.resolve(MARKER)));
            ClusterArchive archive = new ClusterArchive(entry.resolve(ARCHIVE));
            long found = Files.size(archive.file());
            if (found == expected) {
                archive.unpack(directory, this.runAs, deadline);
                return Optional.of(password);
            }
            LOG.warn("The prepared cluster {} has {} instead of {} bytes; it is made again", entry, found, expected);
            discard(key);
        } catch (NoSuchFileException | NumberFormatException ex) {
            LOG.warn("The prepared cluster {} is not whole ({}); it is made again", entry, ex.toString());
            discard(key);
        } catch (IOException ex) {
            // Not the entry's fault: no room where it is copied to, or no right to read it.
            LOG.warn("The prepared cluster {} cannot be copied ({})", entry, ex.toString());
        }
        directory.clearData(this.runAs);
        return Optional.empty();
    }

    /** Keeps others from making the same entry meanwhile. */
    public LockFile lock(String key, Deadline deadline) throws IOException {
        FileTree.create(this.root, this.runAs.isOther() ? "rwx--x--x" : "rwx------");
        return LockFile.acquire(this.root.resolve(key + ".lock"), "prepares the same cluster", deadline);
    }

    /** Stores a stopped cluster under its key. The caller holds the lock. */
    public void put(String key, Path data, Secret superuser) throws IOException {
        Path draft = Files.createTempDirectory(this.root, key + CachePruning.DRAFT);
        try {
            long size = new ClusterArchive(draft.resolve(ARCHIVE)).pack(data);
            Path password = Files.createFile(draft.resolve(SUPERUSER), FileTree.mode(draft, "rw-------"));
            Files.writeString(password, superuser.value());
            Files.writeString(draft.resolve(MARKER), Long.toString(size));
            discard(key);
            Files.move(draft, this.root.resolve(key), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException ex) {
            FileTree.delete(draft);
            throw ex;
        }
    }

    /** Removes an entry; first its name, so that nobody finds half of it. */
    public void discard(String key) {
        try {
            CachePruning.discard(this.root.resolve(key));
        } catch (IOException ex) {
            LOG.debug("Cannot remove the prepared cluster {}", key, ex);
        }
    }
}
