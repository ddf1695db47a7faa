package io.e2e.migrations.embedded;

import io.e2e.migrations.config.Sha256;
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
 * Texts of one kind, kept in the cache beside the prepared clusters. An entry's finish-marker is the checksum of its text, so
 * that a damaged one is noticed and made again. Thread-safe, also between processes.
 */
final class KeptTexts {

    private static final Logger LOG = LoggerFactory.getLogger(KeptTexts.class);

    private static final String TEXT = "text";

    private static final int DIGITS = 32;

    private final EmbeddedSettings settings;
    private final String kind;
    private final CacheDirectory entries;

    private KeptTexts(EmbeddedSettings settings, String kind) {
        this.settings = settings;
        this.kind = kind;
        RunAs runAs = RunAsChoice.forThisProcess();
        Path cache = ServerDirectories.choose(settings.cacheDirectory(), settings.runDirectory(), runAs)
                .cache();
        this.entries = new CacheDirectory(cache.resolve(kind + "s"), runAs.permissions("rwx------"));
    }

    /** What was read of scratch databases. */
    static KeptTexts descriptions(EmbeddedSettings settings) {
        return new KeptTexts(settings, "description");
    }

    /** What is known of migrations. */
    static KeptTexts facts(EmbeddedSettings settings) {
        return new KeptTexts(settings, "fact");
    }

    /** What is known of prepared clusters. */
    static KeptTexts memos(EmbeddedSettings settings) {
        return new KeptTexts(settings, "memo");
    }

    /** The text that was kept under a name of any length; empty if there is none, or a damaged one. */
    Optional<String> find(String name) {
        String key = key(name);
        try {
            Optional<String> checksum = this.entries.use(key);
            if (checksum.isEmpty()) {
                return Optional.empty();
            }
            String text = Files.readString(this.entries.entry(key).resolve(TEXT));
            if (Sha256.hex(text).equals(checksum.get())) {
                return Optional.of(text);
            }
            LOG.warn("The {} {} is damaged; it is made again", this.kind, this.entries.entry(key));
            this.entries.discard(key);
        } catch (IOException ex) {
            LOG.warn("The {} {} cannot be read ({})", this.kind, this.entries.entry(key), ex.toString());
        }
        return Optional.empty();
    }

    /** The text that was kept, or a new one, which is kept then. */
    String get(String name, Supplier<String> making) {
        return find(name).orElseGet(() -> {
            String text = making.get();
            keep(name, text);
            return text;
        });
    }

    /** Keeps a text, in the place of one that was kept under its name. */
    @SuppressWarnings("try") // the lock is held, not used
    void keep(String name, String text) {
        String key = key(name);
        Deadline deadline = Deadline.in(this.settings.startTimeout(), TimeSource.system());
        try (LockFile lock = this.entries.lock(key, "keeps the same " + this.kind, deadline)) {
            Path draft = this.entries.draft(key);
            try {
                Files.writeString(draft.resolve(TEXT), text);
                this.entries.publish(draft, key, Sha256.hex(text));
            } catch (IOException ex) {
                FileTree.delete(draft);
                throw ex;
            }
        } catch (IOException ex) {
            LOG.warn("The {} is made for this run only ({})", this.kind, ex.toString());
        }
    }

    private static String key(String name) {
        return Sha256.hex(name).substring(0, DIGITS);
    }
}
