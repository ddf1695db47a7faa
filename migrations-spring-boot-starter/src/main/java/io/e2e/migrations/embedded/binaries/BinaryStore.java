package io.e2e.migrations.embedded.binaries;

import io.e2e.migrations.embedded.host.CachePruning;
import io.e2e.migrations.embedded.host.EmbeddedDirectoryException;
import io.e2e.migrations.embedded.host.FileTree;
import io.e2e.migrations.embedded.host.LockFile;
import io.e2e.migrations.embedded.host.RunAs;
import io.e2e.migrations.time.Deadline;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The unpacked binaries of the cache: one directory per archive, unpacked once for all JVMs. A directory counts only
 * with its finish-marker, which is written last, into a private directory that then gets its name in one step.
 */
public final class BinaryStore {

    private static final Logger LOG = LoggerFactory.getLogger(BinaryStore.class);

    /** Holds the version; the last file that is written. */
    public static final String MARKER = "complete";

    private final Path root;
    private final RunAs runAs;

    public BinaryStore(Path cache, RunAs runAs) {
        this.root = cache.resolve("binaries");
        this.runAs = runAs;
    }

    /** The binaries of this archive, unpacked now if they are not there or not whole. */
    public PostgresBinaries provide(BinaryArchive archive, Deadline deadline) {
        Path home = this.root.resolve(archive.key());
        try {
            Optional<PostgresBinaries> ready = complete(archive, home);
            return ready.isPresent() ? ready.get() : unpackLocked(archive, home, deadline);
        } catch (IOException ex) {
            throw new EmbeddedDirectoryException(home, ex.toString(), ex);
        }
    }

    @SuppressWarnings("try") // the lock is held, not used
    private PostgresBinaries unpackLocked(BinaryArchive archive, Path home, Deadline deadline) throws IOException {
        FileTree.create(this.root, this.runAs.isOther() ? "rwxr-xr-x" : "rwx------");
        try (LockFile lock =
                LockFile.acquire(this.root.resolve(archive.key() + ".lock"), "unpacks the same binaries", deadline)) {
            Optional<PostgresBinaries> byAnother = complete(archive, home);
            return byAnother.isPresent() ? byAnother.get() : unpack(archive, home, deadline);
        }
    }

    private PostgresBinaries unpack(BinaryArchive archive, Path home, Deadline deadline) throws IOException {
        discardUnfinished(archive, home);
        LOG.info("Unpacking PostgreSQL once into {}", home);
        Path draft = Files.createTempDirectory(this.root, archive.key() + ".draft-");
        try (InputStream in = archive.open()) {
            ArchiveUnpacker.unpackCompressed(in, draft);
            FileTree.permit(draft, "rwxr-xr-x");
        } catch (IOException ex) {
            FileTree.delete(draft);
            throw new EmbeddedBinariesException(
                    archive.platform().artifact(),
                    "The archive " + archive + " could not be unpacked into " + draft + ": " + ex.getMessage() + ".",
                    "Delete that artifact from the local Maven repository so that it is fetched again, and see that"
                            + " the disk has room (100 MB); e2e.migrations.embedded.cache-directory chooses another.",
                    ex);
        }
        PostgresBinaries unpacked = new PostgresBinaries(archive.platform(), draft, "(unknown version)");
        String version = version(new Programs(unpacked, this.runAs), draft, deadline);
        Files.writeString(draft.resolve(MARKER), version);
        Files.move(draft, home, StandardCopyOption.ATOMIC_MOVE);
        return new PostgresBinaries(archive.platform(), home, version);
    }

    /** What a killed JVM left: nobody else works on it, as the caller has the lock. */
    private void discardUnfinished(BinaryArchive archive, Path home) throws IOException {
        FileTree.delete(home);
        try (Stream<Path> entries = Files.list(this.root)) {
            for (Path entry : entries.filter(
                            path -> path.getFileName().toString().startsWith(archive.key() + ".draft-"))
                    .toList()) {
                FileTree.delete(entry);
            }
        }
    }

    private Optional<PostgresBinaries> complete(BinaryArchive archive, Path home) throws IOException {
        Path marker = home.resolve(MARKER);
        if (!Files.isRegularFile(marker)) {
            return Optional.empty();
        }
        PostgresBinaries binaries = new PostgresBinaries(archive.platform(), home, Files.readString(marker));
        boolean whole =
                Stream.of("initdb", "pg_ctl", "postgres").map(binaries::program).allMatch(Files::isRegularFile);
        if (whole) {
            CachePruning.touch(marker);
        }
        return whole ? Optional.of(binaries) : Optional.empty();
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
