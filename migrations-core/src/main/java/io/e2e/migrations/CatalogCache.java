package io.e2e.migrations;

import io.e2e.migrations.catalog.MigrationCatalog;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The catalogs of a service, each read once. Thread-safe. */
final class CatalogCache {

    private final Map<List<String>, MigrationCatalog> catalogs = new ConcurrentHashMap<>();

    /** The catalog of a configuration. */
    MigrationCatalog get(MigrationConfig config) {
        return this.catalogs.computeIfAbsent(
                config.options().locations(), locations -> MigrationCatalog.load(locations, null));
    }
}
