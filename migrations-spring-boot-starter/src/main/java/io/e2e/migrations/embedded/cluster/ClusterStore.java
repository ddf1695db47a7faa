package io.e2e.migrations.embedded.cluster;

import io.e2e.migrations.config.Secret;
import io.e2e.migrations.embedded.host.CacheDirectory;
import io.e2e.migrations.embedded.host.FileTree;
import io.e2e.migrations.embedded.host.LockFile;
import io.e2e.migrations.embedded.host.RunAs;
import io.e2e.migrations.embedded.process.ServerDirectory;
import io.e2e.migrations.time.Deadline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The prepared clusters in the cache: stopped clusters that need only be unpacked and started. An entry's finish-marker has the
 * size of its archive, so that one that was cut short is noticed. Thread-safe, also between processes.
 */
final class ClusterStore {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterStore.class);

    private static final String ARCHIVE = "data.tar";
    private static final String SUPERUSER = "superuser";

    private final CacheDirectory entries;
    private final RunAs runAs;

    ClusterStore(Path cache, RunAs runAs) {
        this.entries = new CacheDirectory(cache.resolve("clusters"), runAs.permissions("rwx--x--x"));
        this.runAs = runAs;
    }

    /**
     * Copies a cluster into a server's empty data directory.
     *
     * @return the superuser's password; empty if there is no such cluster or it is damaged, the directory then being empty
     */
    Optional<Secret> copy(String key, ServerDirectory directory, Deadline deadline) throws IOException {
        Path entry = this.entries.entry(key);
        try {
            Optional<String> marker = this.entries.use(key);
            if (marker.isEmpty()) {
                return Optional.empty();
            }
            Secret password = new Secret(Files.readString(entry.resolve(SUPERUSER)));
            long expected = Long.parseLong(marker.get());
            ClusterArchive archive = new ClusterArchive(entry.resolve(ARCHIVE));
            long found = archive.size();
            if (found == expected) {
                archive.unpack(directory, this.runAs, deadline);
                return Optional.of(password);
            }
            LOG.warn("The prepared cluster {} has {} instead of {} bytes; it is made again", entry, found, expected);
            discard(key);
        } catch (NoSuchFileException | NumberFormatException ex) {
            LOG.warn("The prepared cluster {} is incomplete ({}); it is made again", entry, ex.toString());
            discard(key);
        } catch (IOException ex) {
            // The reason is not the entry: it may be missing room in the run directory, or missing rights.
            LOG.warn("The prepared cluster {} cannot be copied ({})", entry, ex.toString());
        }
        directory.clearData(this.runAs);
        return Optional.empty();
    }

    /** Keeps other processes from making the same cluster. */
    LockFile lock(String key, Deadline deadline) throws IOException {
        return this.entries.lock(key, "prepares the same cluster", deadline);
    }

    /** Stores a stopped cluster. The caller holds the lock. */
    void put(String key, Path data, Secret superuser) throws IOException {
        Path draft = this.entries.draft(key);
        try {
            ClusterArchive archive = new ClusterArchive(draft.resolve(ARCHIVE));
            archive.pack(data);
            Path password = Files.createFile(draft.resolve(SUPERUSER), FileTree.mode(draft, "rw-------"));
            Files.writeString(password, superuser.value());
            this.entries.publish(draft, key, Long.toString(archive.size()));
        } catch (IOException ex) {
            FileTree.delete(draft);
            throw ex;
        }
    }

    /** Removes a cluster. */
    void discard(String key) {
        this.entries.discard(key);
    }
}
