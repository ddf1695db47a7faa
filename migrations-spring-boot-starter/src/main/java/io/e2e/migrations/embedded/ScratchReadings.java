package io.e2e.migrations.embedded;

import io.e2e.migrations.config.Sha256;
import io.e2e.migrations.database.DatabaseRequest;
import io.e2e.migrations.database.ScratchDatabase;
import io.e2e.migrations.embedded.binaries.BinaryArchive;
import io.e2e.migrations.embedded.host.CacheDirectory;
import io.e2e.migrations.embedded.host.FileTree;
import io.e2e.migrations.embedded.host.LockFile;
import io.e2e.migrations.embedded.host.RunAs;
import io.e2e.migrations.embedded.host.RunAsChoice;
import io.e2e.migrations.embedded.host.ServerDirectories;
import io.e2e.migrations.time.Deadline;
import io.e2e.migrations.time.TimeSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was read of scratch databases, kept in the cache beside the prepared clusters. An entry's finish-marker is the
 * checksum of its text, so that a damaged one is noticed and made again. Thread-safe, also between processes.
 */
final class ScratchReadings {

    private static final Logger LOG = LoggerFactory.getLogger(ScratchReadings.class);

    private static final String TEXT = "description";

    private final EmbeddedSettings settings;
    private final CacheDirectory entries;

    ScratchReadings(EmbeddedSettings settings) {
        this.settings = settings;
        RunAs runAs = RunAsChoice.forThisProcess();
        Path cache = ServerDirectories.choose(settings.cacheDirectory(), settings.runDirectory(), runAs)
                .cache();
        this.entries = new CacheDirectory(cache.resolve("descriptions"), runAs.permissions("rwx------"));
    }

    /**
     * Returns what was read before, or reads it now.
     *
     * @param archive the PostgreSQL that the scratch database is on
     * @param reading makes and reads a scratch database
     */
    String get(BinaryArchive archive, DatabaseRequest request, ScratchDatabase scratch, Supplier<String> reading) {
        String key = Sha256.hex(String.join("\n", archive.key(), request.user(), scratch.key()))
                .substring(0, 32);
        return kept(key).orElseGet(() -> {
            String text = reading.get();
            keep(key, text);
            return text;
        });
    }

    private Optional<String> kept(String key) {
        try {
            Optional<String> checksum = this.entries.use(key);
            if (checksum.isEmpty()) {
                return Optional.empty();
            }
            String text = Files.readString(this.entries.entry(key).resolve(TEXT));
            if (Sha256.hex(text).equals(checksum.get())) {
                return Optional.of(text);
            }
            LOG.warn("The description {} is damaged; it is made again", this.entries.entry(key));
            this.entries.discard(key);
        } catch (IOException ex) {
            LOG.warn("The description {} cannot be read ({})", this.entries.entry(key), ex.toString());
        }
        return Optional.empty();
    }

    @SuppressWarnings("try") // the lock is held, not used
    private void keep(String key, String text) {
        try (LockFile lock = this.entries.lock(
                key, "keeps the same description", Deadline.in(this.settings.startTimeout(), TimeSource.system()))) {
            Path draft = this.entries.draft(key);
            try {
                Files.writeString(draft.resolve(TEXT), text);
                this.entries.publish(draft, key, Sha256.hex(text));
            } catch (IOException ex) {
                FileTree.delete(draft);
                throw ex;
            }
        } catch (IOException ex) {
            LOG.warn("The description is made for this run only ({})", ex.toString());
        }
    }
}
