package io.e2e.migrations.dialect;

import io.e2e.migrations.config.CatalogOptions;
import java.util.List;
import java.util.Objects;

/**
 * What a catalog is read from, and what placeholders in its files can stand for.
 *
 * @param locations {@code classpath:} or {@code file:} directories; as in Spring Boot's Flyway properties, {@code {vendor}}
 *     is {@code postgresql}
 * @param options how files without our headers are read
 * @param schema the schema that receives the objects
 * @param user the role that migrates
 * @param database the database
 */
public record CatalogSource(
        List<String> locations, CatalogOptions options, String schema, String user, String database) {

    public CatalogSource {
        locations = locations.stream()
                .map(location -> location.replace("{vendor}", "postgresql"))
                .toList();
        Objects.requireNonNull(options, "options");
        Objects.requireNonNull(schema, "schema");
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(database, "database");
    }
}
