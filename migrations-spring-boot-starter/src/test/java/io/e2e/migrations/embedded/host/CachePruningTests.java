package io.e2e.migrations.embedded.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CachePruningTests {

    private static final Instant NOW = Instant.parse("2031-05-01T12:00:00Z");

    @TempDir
    Path cache;

    @Test
    void pruneWhenEntryIsLongUnusedRemovesIt() throws IOException {
        Path oldCluster = entry("clusters/old", "1000", Duration.ofDays(31));
        Path cluster = entry("clusters/new", "1000", Duration.ofDays(29));
        Path oldBinaries = entry("binaries/old", "17.2", Duration.ofDays(31));
        Path binaries = entry("binaries/new", "18.6", Duration.ofDays(29));

        CachePruning.at(NOW).prune(this.cache);

        assertThat(oldCluster).doesNotExist();
        assertThat(oldBinaries).doesNotExist();
        assertThat(cluster).exists();
        assertThat(binaries).exists();
    }

    @Test
    void pruneWhenClustersAreOverTheLimitRemovesTheLeastRecentlyUsed() throws IOException {
        Path first = entry("clusters/first", "400", Duration.ofDays(3));
        Path second = entry("clusters/second", "400", Duration.ofDays(1));
        Path third = entry("clusters/third", "400", Duration.ofDays(2));

        new CachePruning(Duration.ofDays(30), 1000, NOW).prune(this.cache);

        assertThat(first).doesNotExist();
        assertThat(second).exists();
        assertThat(third).exists();
    }

    @Test
    void pruneWhenClustersInUseAreOverTheLimitKeepsThem() throws IOException {
        Path made = entry("clusters/made", "1400", Duration.ZERO);
        Path starting = entry("clusters/starting", "400", Duration.ofSeconds(59));
        Path idle = entry("clusters/idle", "400", Duration.ofSeconds(61));

        new CachePruning(Duration.ofDays(30), 1000, NOW).prune(this.cache);

        assertThat(made).exists();
        assertThat(starting).exists();
        assertThat(idle).doesNotExist();
    }

    @Test
    void pruneWhenEntryWasUsedKeepsIt() throws IOException {
        Path used = entry("clusters/used", "1", Duration.ofDays(10_000));
        new CacheDirectory(this.cache.resolve("clusters"), "rwx------").use("used");

        CachePruning.at(Instant.now()).prune(this.cache);

        assertThat(used).exists();
    }

    @Test
    void pruneWhenDraftIsADayOldRemovesIt() throws IOException {
        Path left = unfinished("clusters/a.draft-1", Duration.ofHours(25));
        Path trash = unfinished("binaries/a.trash-1", Duration.ofHours(25));
        Path current = unfinished("clusters/b.draft-2", Duration.ofHours(23));

        CachePruning.at(NOW).prune(this.cache);

        assertThat(left).doesNotExist();
        assertThat(trash).doesNotExist();
        assertThat(current).exists();
    }

    @Test
    void pruneWhenCacheIsEmptyDoesNothing() {
        CachePruning.at(NOW).prune(this.cache);

        assertThat(this.cache).isEmptyDirectory();
    }

    private Path entry(String name, String marker, Duration unused) throws IOException {
        Path entry = Files.createDirectories(this.cache.resolve(name));
        Files.writeString(entry.resolve("data"), "data");
        Path file = Files.writeString(entry.resolve("complete"), marker);
        Files.setLastModifiedTime(file, FileTime.from(NOW.minus(unused)));
        return entry;
    }

    private Path unfinished(String name, Duration age) throws IOException {
        Path directory = Files.createDirectories(this.cache.resolve(name));
        Files.setLastModifiedTime(directory, FileTime.from(NOW.minus(age)));
        return directory;
    }
}
