package io.e2e.migrations.boot.beside;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.MigrationService;
import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.schema.SchemaObject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;

/** The databases that the migrations fill, compared with what a DataSource of another tool leads to. */
final class MigratedDatabase {

    private final ObjectProvider<MigrationService> service;
    private final ObjectProvider<MigrationConfig> configs;

    /** Nothing is asked before a method is called. */
    MigratedDatabase(ObjectProvider<MigrationService> service, ObjectProvider<MigrationConfig> configs) {
        this.service = service;
        this.configs = configs;
    }

    /** The database of the first configuration, which is the one that the application is led to. */
    TargetDatabase first() {
        return this.service.getObject().database();
    }

    /** Whether the DataSource leads to one of the databases. */
    boolean isBehind(DataSource dataSource) throws SQLException {
        return configsBehind(dataSource).findAny().isPresent();
    }

    /** The objects that any migration of a catalog for this database creates, as {@code schema.name}. */
    Set<String> objectsBehind(DataSource dataSource) throws SQLException {
        return configsBehind(dataSource)
                .flatMap(
                        config -> catalog(config).map(object -> config.options().schema() + "." + object.name()))
                .collect(Collectors.toSet());
    }

    /** The planned migration that creates an object of this name, as {@code schema.name}. */
    Optional<Migration> creatorOf(String name) {
        return configs()
                .flatMap(config -> this.service.getObject().plan(config).migrations().stream()
                        .filter(migration -> migration.header().creates().stream()
                                .anyMatch(object -> name.equals(config.options().schema() + "." + object.name()))))
                .findFirst();
    }

    private Stream<SchemaObject> catalog(MigrationConfig config) {
        return this.service.getObject().plan(config.withTables()).migrations().stream()
                .flatMap(migration -> migration.header().creates().stream());
    }

    private Stream<MigrationConfig> configs() {
        return this.configs.orderedStream();
    }

    private Stream<MigrationConfig> configsBehind(DataSource dataSource) throws SQLException {
        List<MigrationConfig> all = configs().toList();
        Optional<String> url = Connections.knownUrl(dataSource);
        List<MigrationConfig> sameUrl = all.stream()
                .filter(config ->
                        url.isPresent() && url.equals(database(config).address().map(DatabaseAddress::jdbcUrl)))
                .toList();
        return sameUrl.isEmpty() ? sameIdentity(all, dataSource) : sameUrl.stream();
    }

    private Stream<MigrationConfig> sameIdentity(List<MigrationConfig> all, DataSource dataSource) throws SQLException {
        Optional<String> identity;
        try (Connection connection = dataSource.getConnection()) {
            identity = Connections.identity(connection);
        }
        Stream.Builder<MigrationConfig> same = Stream.builder();
        for (MigrationConfig config : identity.isEmpty() ? List.<MigrationConfig>of() : all) {
            try (Connection connection = database(config).connect()) {
                if (identity.equals(Connections.identity(connection))) {
                    same.add(config);
                }
            }
        }
        return same.build();
    }

    private TargetDatabase database(MigrationConfig config) {
        return this.service.getObject().database(config);
    }
}
