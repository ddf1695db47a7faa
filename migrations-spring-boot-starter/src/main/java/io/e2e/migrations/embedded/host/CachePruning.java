package io.e2e.migrations.embedded.host;

import io.e2e.migrations.embedded.binaries.BinaryStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the cache small: whatever was not used for long goes, and of the prepared clusters the least recently used ones
 * beyond a total size. The time of last use is that of an entry's finish-marker.
 *
 * @param unusedFor after how long without use an entry goes
 * @param clusterBytes how much all prepared clusters may take together
 * @param now the present moment
 */
public record CachePruning(Duration unusedFor, long clusterBytes, Instant now) {

    /** Part of the name of what is not finished. */
    public static final String DRAFT = ".draft-";

    private static final Logger LOG = LoggerFactory.getLogger(CachePruning.class);

    /** Part of the name of what is about to be deleted. */
    private static final String TRASH = ".trash-";

    /** Nobody unpacks or copies for so long; then it is a killed JVM's. */
    private static final Duration UNFINISHED_FOR = Duration.ofDays(1);

    /** 30 days, and 1 GiB of prepared clusters. */
    public static CachePruning usual(Instant now) {
        return new CachePruning(Duration.ofDays(30), 1L << 30, now);
    }

    /** Marks a use. A cache that cannot be written stays as it is. */
    public static void touch(Path marker) {
        try {
            Files.setLastModifiedTime(marker, FileTime.from(Instant.now()));
        } catch (IOException ex) {
            LOG.trace("Cannot mark the use of {}", marker, ex);
        }
    }

    /** Removes a directory; first its name, so that nobody takes what is left of it for whole. */
    public static void discard(Path entry) throws IOException {
        if (Files.isDirectory(entry)) {
            Path trash = entry.resolveSibling(entry.getFileName() + TRASH + Long.toHexString(System.nanoTime()));
            Files.move(entry, trash, StandardCopyOption.ATOMIC_MOVE);
            FileTree.delete(trash);
        }
    }

    /** Prunes the binaries and prepared clusters of this cache. Errors are left for the next time. */
    public void prune(Path cache) {
        try {
            prune(cache.resolve("binaries"), Long.MAX_VALUE);
            prune(cache.resolve("clusters"), this.clusterBytes);
        } catch (IOException ex) {
            LOG.debug("Could not prune {}", cache, ex);
        }
    }

    private void prune(Path kind, long limit) throws IOException {
        List<Entry> entries = new ArrayList<>();
        for (Path path : list(kind)) {
            String name = path.getFileName().toString();
            Path marker = path.resolve(BinaryStore.MARKER);
            if (name.contains(DRAFT) || name.contains(TRASH)) {
                if (isOlder(path, UNFINISHED_FOR)) {
                    FileTree.delete(path);
                }
            } else if (Files.isRegularFile(marker)) {
                entries.add(new Entry(path, Files.getLastModifiedTime(marker).toInstant(), bytes(marker)));
            }
        }
        entries.sort(Comparator.comparing(Entry::lastUse).reversed());
        long total = 0;
        for (Entry entry : entries) {
            total += entry.bytes;
            if (total > limit || entry.lastUse.isBefore(this.now.minus(this.unusedFor))) {
                LOG.debug("Removing {} from the cache, last used {}", entry.path, entry.lastUse);
                discard(entry.path);
            }
        }
    }

    private boolean isOlder(Path path, Duration age) throws IOException {
        return Files.getLastModifiedTime(path).toInstant().isBefore(this.now.minus(age));
    }

    private static List<Path> list(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(Files::isDirectory).toList();
        } catch (NoSuchFileException ex) {
            return List.of();
        }
    }

    /** Markers of binaries hold a version instead; there only the age counts. */
    private static long bytes(Path marker) throws IOException {
        try {
            return Long.parseLong(Files.readString(marker));
        } catch (NumberFormatException ex) {
            return 0;
        }
    }

    private record Entry(Path path, Instant lastUse, long bytes) {}
}
