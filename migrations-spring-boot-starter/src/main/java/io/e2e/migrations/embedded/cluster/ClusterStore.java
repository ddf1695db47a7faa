package io.e2e.migrations.embedded.cluster;

import io.e2e.migrations.config.Secret;
import io.e2e.migrations.embedded.host.CacheDirectory;
import io.e2e.migrations.embedded.host.CacheDirectory.DamagedException;
import io.e2e.migrations.embedded.host.FileTree;
import io.e2e.migrations.embedded.host.LockFile;
import io.e2e.migrations.embedded.host.RunAs;
import io.e2e.migrations.embedded.process.ServerDirectory;
import io.e2e.migrations.time.Deadline;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The prepared clusters in the cache: stopped clusters that need only be unpacked and started. An entry's finish-marker has the
 * size and the checksums of its files, so that damage is noticed. Thread-safe, also between processes.
 */
final class ClusterStore {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterStore.class);

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
     * @param wanted the checksum that the archive must have; empty means any
     * @return empty if there is no such cluster or it is damaged, the directory then being empty
     */
    Optional<Stored> copy(String key, OptionalLong wanted, ServerDirectory directory, Deadline deadline)
            throws IOException {
        Path entry = this.entries.entry(key);
        try {
            Optional<String> marker = this.entries.use(key);
            if (marker.isEmpty()) {
                return Optional.empty();
            }
            Seal seal = Seal.parse(marker.get());
            if (wanted.isPresent() && wanted.getAsLong() != seal.archive()) {
                return Optional.empty();
            }
            Secret password = seal.requirePassword(entry.resolve(SUPERUSER));
            ClusterArchive archive = new ClusterArchive(entry);
            seal.requireSize(archive);
            ClusterRest rest = archive.unpack(directory, this.runAs, seal.archive(), deadline);
            return Optional.of(new Stored(password, seal.archive(), rest));
        } catch (DamagedException ex) {
            LOG.warn("The prepared cluster {} is damaged and made again: {}", entry, ex.getMessage());
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

    /**
     * Stores a stopped cluster. The caller holds the lock.
     *
     * @param later the OIDs of databases that only the superuser enters
     * @return the checksum of its archive
     */
    long put(String key, Path data, Set<String> later, Secret superuser) throws IOException {
        Path draft = this.entries.draft(key);
        try {
            ClusterArchive archive = new ClusterArchive(draft);
            archive.pack(data, later);
            Path password = Files.createFile(draft.resolve(SUPERUSER), FileTree.mode(draft, "rw-------"));
            Files.writeString(password, superuser.value());
            FileTree.sync(password);
            Seal seal = new Seal(archive.size(), archive.checksum(), Seal.checksum(superuser.value()));
            this.entries.publish(draft, key, seal.marker());
            return seal.archive();
        } catch (IOException ex) {
            FileTree.delete(draft);
            throw ex;
        }
    }

    /** Removes a cluster. */
    void discard(String key) {
        this.entries.discard(key);
    }

    /**
     * A cluster that was copied.
     *
     * @param superuser the superuser's password
     * @param archive the checksum of the archive that it came from
     * @param rest what is to be unpacked when the superuser logs in; {@code null} if that is nothing
     */
    record Stored(Secret superuser, long archive, @Nullable ClusterRest rest) {}

    /**
     * What the finish-marker says of an entry.
     *
     * @param size the number of bytes of the archive
     * @param archive its checksum
     * @param password the checksum of the superuser's password
     */
    private record Seal(long size, long archive, long password) {

        private static final Pattern MARKER = Pattern.compile("(\\d{1,18}) ([0-9a-f]{8}) ([0-9a-f]{8})");

        private static final int HEXADECIMAL = 16;

        static Seal parse(String marker) throws DamagedException {
            Matcher found = MARKER.matcher(marker);
            if (!found.matches()) {
                throw new DamagedException("its finish-marker cannot be read", null);
            }
            return new Seal(
                    Long.parseLong(found.group(1)),
                    Long.parseLong(found.group(2), HEXADECIMAL),
                    Long.parseLong(found.group(3), HEXADECIMAL));
        }

        String marker() {
            return "%d %08x %08x".formatted(this.size, this.archive, this.password);
        }

        Secret requirePassword(Path file) throws DamagedException {
            try {
                String password = FileTree.read(file);
                if (checksum(password) != this.password) {
                    throw new DamagedException("the superuser's password is not the one that was stored", null);
                }
                return new Secret(password);
            } catch (IOException ex) {
                throw ex instanceof DamagedException damaged ? damaged : new DamagedException(ex.toString(), ex);
            }
        }

        void requireSize(ClusterArchive archive) throws DamagedException {
            long found;
            try {
                found = archive.size();
            } catch (IOException ex) {
                throw new DamagedException(ex.toString(), ex);
            }
            if (found != this.size) {
                throw new DamagedException("its archive has " + found + " instead of " + this.size + " bytes", null);
            }
        }

        static long checksum(String text) {
            CRC32 checksum = new CRC32();
            checksum.update(text.getBytes(StandardCharsets.UTF_8));
            return checksum.getValue();
        }
    }
}
