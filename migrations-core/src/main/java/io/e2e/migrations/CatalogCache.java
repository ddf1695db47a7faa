package io.e2e.migrations;

import io.e2e.migrations.catalog.MigrationCatalog;
import io.e2e.migrations.config.SourceKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The catalogs of a service, each read once, and the keys of their files. Thread-safe. */
final class CatalogCache {

    private final Map<List<String>, Entry> entries = new HashMap<>();

    /** The catalog of a configuration. */
    MigrationCatalog get(MigrationConfig config) {
        return entry(config).catalog(config.options().locations());
    }

    /**
     * Names the files of a configuration's catalog as they were read, or as they are if they were not read yet; empty if they
     * have no key.
     */
    Optional<String> key(MigrationConfig config) {
        return entry(config).key();
    }

    private synchronized Entry entry(MigrationConfig config) {
        return this.entries.computeIfAbsent(config.options().locations(), Entry::new);
    }

    private static final class Entry {

        private Optional<String> key;
        private @Nullable MigrationCatalog catalog;

        Entry(List<String> locations) {
            this.key = SourceKey.ofMigrations(locations);
        }

        synchronized Optional<String> key() {
            return this.key;
        }

        synchronized MigrationCatalog catalog(List<String> locations) {
            if (this.catalog == null) {
                this.catalog = MigrationCatalog.load(locations, null);
                // Files that changed meanwhile may have been read before or after that.
                if (!SourceKey.ofMigrations(locations).equals(this.key)) {
                    this.key = Optional.empty();
                }
            }
            return this.catalog;
        }
    }
}
