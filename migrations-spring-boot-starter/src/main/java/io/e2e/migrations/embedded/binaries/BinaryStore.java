package io.e2e.migrations.embedded.binaries;

import io.e2e.migrations.embedded.host.CacheDirectory;
import io.e2e.migrations.embedded.host.CacheDirectory.DamagedException;
import io.e2e.migrations.embedded.host.EmbeddedDirectoryException;
import io.e2e.migrations.embedded.host.FileTree;
import io.e2e.migrations.embedded.host.LockFile;
import io.e2e.migrations.embedded.host.RunAs;
import io.e2e.migrations.time.Deadline;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The programs in the cache: one entry for each archive, unpacked once for all JVMs. Its finish-marker holds the version.
 * Thread-safe, also between processes.
 */
public final class BinaryStore {

    private static final Logger LOG = LoggerFactory.getLogger(BinaryStore.class);

    private static final String DAMAGED = "PostgreSQL's programs in {} are damaged and unpacked again: {}";

    private final CacheDirectory entries;
    private final RunAs runAs;

    /** Looks for programs in this cache, to run them as this user. */
    public BinaryStore(Path cache, RunAs runAs) {
        this.entries = new CacheDirectory(cache.resolve("binaries"), runAs.permissions("rwxr-xr-x"));
        this.runAs = runAs;
    }

    /** The programs of this archive, which is unpacked if the cache does not have all of them. */
    public Programs provide(BinaryArchive archive, Deadline deadline) {
        try {
            Optional<Programs> found = find(archive);
            return found.isPresent() ? found.get() : unpackOnce(archive, deadline);
        } catch (IOException ex) {
            throw new EmbeddedDirectoryException(this.entries.entry(key(archive)), ex);
        }
    }

    /** Programs for a user without a name differ from those for others. */
    private String key(BinaryArchive archive) {
        return archive.key() + (this.runAs.hasName() ? "" : "-unnamed");
    }

    /** Removes the programs if a file of them is damaged, so that they are unpacked again; false if all are sound. */
    public boolean discardIfDamaged(BinaryArchive archive) {
        Path home = this.entries.entry(key(archive));
        Optional<String> damage = new FileManifest(home).damage();
        damage.ifPresent(reason -> {
            LOG.warn(DAMAGED, home, reason);
            this.entries.discard(key(archive));
        });
        return damage.isPresent();
    }

    private Optional<Programs> find(BinaryArchive archive) throws IOException {
        Path home = this.entries.entry(key(archive));
        try {
            Optional<String> version = this.entries.use(key(archive));
            return version.isPresent()
                            && version.get().matches("\\d.*")
                            && new FileManifest(home).damagedProgram().isEmpty()
                    ? Optional.of(programs(archive, home, version.get()))
                    : Optional.empty();
        } catch (DamagedException ex) {
            LOG.debug("The programs in {} cannot be used", home, ex);
            return Optional.empty();
        }
    }

    private Programs programs(BinaryArchive archive, Path home, String version) {
        return new Programs(archive.platform(), home, version, this.runAs);
    }

    @SuppressWarnings("try") // the lock is held, not used
    private Programs unpackOnce(BinaryArchive archive, Deadline deadline) throws IOException {
        try (LockFile lock = this.entries.lock(key(archive), "unpacks the same binaries", deadline)) {
            Optional<Programs> found = find(archive);
            if (found.isPresent()) {
                return found.get();
            }
            Path home = this.entries.entry(key(archive));
            if (Files.exists(home)) {
                String reason =
                        new FileManifest(home).damage().orElse("its directory or finish-marker is not as it was made");
                LOG.warn(DAMAGED, home, reason);
            }
            return unpack(archive, deadline);
        }
    }

    private Programs unpack(BinaryArchive archive, Deadline deadline) throws IOException {
        Path home = this.entries.entry(key(archive));
        LOG.info("Unpacking PostgreSQL once into {}", home);
        Path draft = this.entries.draft(key(archive));
        try (InputStream in = archive.open()) {
            ArchiveUnpacker.unpackCompressed(in, draft);
            FileTree.permit(draft, "rwxr-xr-x");
            if (!this.runAs.hasName()) {
                UserNameLookup.avoid(programs(archive, draft, ""));
            }
            new FileManifest(draft).write();
        } catch (IOException ex) {
            FileTree.delete(draft);
            throw EmbeddedBinariesException.notUnpacked(archive, draft, ex);
        }
        String version = version(programs(archive, draft, "(unknown version)"), draft, deadline);
        this.entries.publish(draft, key(archive), version);
        return programs(archive, home, version);
    }

    /** {@code postgres (PostgreSQL) 18.6}, possibly with a packager's words after it. */
    private static String version(Programs programs, Path directory, Deadline deadline) throws IOException {
        Path output = directory.resolve("version.txt");
        programs.run(directory, output, deadline, List.of("postgres", "--version"));
        String text = Files.readString(output).strip();
        Files.delete(output);
        return text.replaceFirst("^.*\\) ", "").replaceFirst(" .*$", "");
    }
}
