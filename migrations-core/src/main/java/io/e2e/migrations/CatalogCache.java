package io.e2e.migrations;

import io.e2e.migrations.catalog.MigrationCatalog;
import io.e2e.migrations.config.MigrationOptions;
import io.e2e.migrations.config.SourceKey;
import io.e2e.migrations.dialect.CatalogSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The catalogs of a service, each read once, and the keys of their files. Thread-safe. */
final class CatalogCache {

    private static final Logger LOG = LoggerFactory.getLogger(CatalogCache.class);

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
        return entry(config).key(source(config));
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

        synchronized Optional<String> key(CatalogSource source) {
            if (!this.asked && this.catalog == null) {
                this.key = keyOf(source);
            }
            this.asked = true;
            return this.key;
        }

        synchronized MigrationCatalog catalog(CatalogSource source) {
            if (this.catalog == null) {
                this.catalog = MigrationCatalog.load(source, null);
                if (!this.catalog.hasFacts()) {
                    LOG.info("{}", this.catalog.describe());
                }
                // Files that changed meanwhile may have been read before or after that.
                if (this.asked && !keyOf(source).equals(this.key)) {
                    this.key = Optional.empty();
                }
            }
            return this.catalog;
        }

        private static Optional<String> keyOf(CatalogSource source) {
            Optional<String> first = SourceKey.ofFiles(source.options().runFirst());
            return SourceKey.ofMigrations(source.locations()).flatMap(files -> first.map(files::concat));
        }
    }
}
