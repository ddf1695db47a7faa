package io.e2e.migrations;

import io.e2e.migrations.catalog.CatalogSource;
import io.e2e.migrations.catalog.MigrationCatalog;
import io.e2e.migrations.config.MigrationOptions;
import io.e2e.migrations.config.SourceKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The catalogs of a service, each read once, and the keys of their files. Thread-safe. */
final class CatalogCache {

    private final Map<CatalogSource, Entry> entries = new HashMap<>();

    /** The catalog of a configuration. */
    MigrationCatalog get(MigrationConfig config) {
        return entry(config).catalog(source(config));
    }

    /**
     * Names the files of a configuration's catalog as they were read, or as they are if they were not read yet; empty if they
     * have no key, or if nobody asked before they were read.
     */
    Optional<String> key(MigrationConfig config) {
        return entry(config).key(config.options().locations());
    }

    private synchronized Entry entry(MigrationConfig config) {
        CatalogSource source = source(config);
        Entry entry = this.entries.get(source);
        if (entry == null) {
            entry = new Entry();
            this.entries.put(source, entry);
        }
        return entry;
    }

    private static CatalogSource source(MigrationConfig config) {
        MigrationOptions options = config.options();
        return new CatalogSource(
                options.locations(), options.catalog(), options.schema(), config.postgresUser(), config.postgresDb());
    }

    private static final class Entry {

        private Optional<String> key = Optional.empty();
        private boolean asked;
        private @Nullable MigrationCatalog catalog;

        synchronized Optional<String> key(List<String> locations) {
            if (!this.asked && this.catalog == null) {
                this.key = SourceKey.ofMigrations(locations);
            }
            this.asked = true;
            return this.key;
        }

        synchronized MigrationCatalog catalog(CatalogSource source) {
            if (this.catalog == null) {
                this.catalog = MigrationCatalog.load(source, null);
                // Files that changed meanwhile may have been read before or after that.
                if (this.asked && !SourceKey.ofMigrations(source.locations()).equals(this.key)) {
                    this.key = Optional.empty();
                }
            }
            return this.catalog;
        }
    }
}
