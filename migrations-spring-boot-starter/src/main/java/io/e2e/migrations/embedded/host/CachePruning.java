package io.e2e.migrations.embedded.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes the entries of the cache that were not used for long, and the least recently used clusters beyond a total size. What
 * was used or made in the last minute stays: a start may be about to read it.
 */
public final class CachePruning {

    private static final Logger LOG = LoggerFactory.getLogger(CachePruning.class);

    /** No JVM unpacks or copies for so long: a draft of this age was left by a killed one. */
    private static final Duration UNFINISHED_LIMIT = Duration.ofDays(1);

    private static final Duration IN_USE = Duration.ofMinutes(1);

    private static final long CLUSTER_BYTES = 300_000_000;

    private final Duration unusedLimit;
    private final long clusterBytes;
    private final Instant now;

    CachePruning(Duration unusedLimit, long clusterBytes, Instant now) {
        this.unusedLimit = unusedLimit;
        this.clusterBytes = clusterBytes;
        this.now = now;
    }

    /** Keeps what was used in the last 30 days, and 300 MB of clusters. */
    public static CachePruning at(Instant now) {
        return new CachePruning(Duration.ofDays(30), CLUSTER_BYTES, now);
    }

    /** Prunes the binaries, the clusters the descriptions and the memos of this cache. A failure is left for the next time. */
    public void prune(Path cache) {
        try {
            prune(cache.resolve("binaries"), Long.MAX_VALUE);
            prune(cache.resolve("clusters"), this.clusterBytes);
            prune(cache.resolve("descriptions"), Long.MAX_VALUE);
            prune(cache.resolve("memos"), Long.MAX_VALUE);
        } catch (IOException ex) {
            LOG.debug("Cannot prune {}", cache, ex);
        }
    }

    private void prune(Path kind, long limit) throws IOException {
        List<Entry> entries = new ArrayList<>();
        for (Path path : list(kind)) {
            String name = path.getFileName().toString();
            Path marker = path.resolve(CacheDirectory.MARKER);
            if (name.contains(CacheDirectory.DRAFT) || name.contains(CacheDirectory.TRASH)) {
                if (isOlder(path, UNFINISHED_LIMIT)) {
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
            boolean superfluous = total > limit && entry.lastUse.isBefore(this.now.minus(IN_USE));
            if (superfluous || entry.lastUse.isBefore(this.now.minus(this.unusedLimit))) {
                LOG.debug("Removing {} from the cache, last used {}", entry.path, entry.lastUse);
                CacheDirectory.discard(entry.path);
            }
        }
    }

    private boolean isOlder(Path path, Duration age) throws IOException {
        return Files.getLastModifiedTime(path).toInstant().isBefore(this.now.minus(age));
    }

    private static List<Path> list(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            TrustedDirectory.require(directory);
            return entries.filter(entry -> Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS))
                    .toList();
        } catch (NoSuchFileException ex) {
            return List.of();
        }
    }

    /** The marker of a cluster begins with its size. That of binaries holds a version: there only the age counts. */
    private static long bytes(Path marker) throws IOException {
        try {
            return Long.parseLong(FileTree.read(marker).replaceFirst(" .*", ""));
        } catch (NumberFormatException ex) {
            return 0;
        }
    }

    private record Entry(Path path, Instant lastUse, long bytes) {}
}
