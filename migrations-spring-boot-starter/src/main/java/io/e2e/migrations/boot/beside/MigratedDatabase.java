package io.e2e.migrations.boot.beside;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.MigrationService;
import io.e2e.migrations.boot.targets.ApplicationDatabase;
import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.schema.SchemaObject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/** The databases that the migrations fill, compared with what a DataSource of another tool leads to. */
final class MigratedDatabase {

    private static final Logger LOG = LoggerFactory.getLogger(MigratedDatabase.class);

    private final ConfigurableListableBeanFactory beans;
    private final ObjectProvider<MigrationService> service;
    private final ObjectProvider<MigrationConfig> configs;

    /** Nothing is asked before a method is called. */
    MigratedDatabase(
            ConfigurableListableBeanFactory beans,
            ObjectProvider<MigrationService> service,
            ObjectProvider<MigrationConfig> configs) {
        this.beans = beans;
        this.service = service;
        this.configs = configs;
    }

    /** The database of the first configuration, which is the one that the application is led to. */
    TargetDatabase first() {
        return service().database();
    }

    /** Whether the DataSource leads to one of the databases; not if it cannot connect, which its user reports. */
    boolean isBehind(DataSource dataSource) {
        try {
            return !configsBehind(dataSource).isEmpty();
        } catch (SQLException ex) {
            LOG.debug("The DataSource cannot be compared with the migrated databases", ex);
            return false;
        }
    }

    /** The objects that any migration of a catalog for this database creates, as {@code schema.name}. */
    Set<String> objectsBehind(DataSource dataSource) throws SQLException {
        return configsBehind(dataSource).stream()
                .flatMap(
                        config -> catalog(config).map(object -> config.options().schema() + "." + object.name()))
                .collect(Collectors.toSet());
    }

    /** The planned migration that creates an object of this name, as {@code schema.name}. */
    Optional<Migration> creatorOf(String name) {
        return configs()
                .flatMap(config -> service().plan(config).migrations().stream()
                        .filter(migration -> migration.header().creates().stream()
                                .anyMatch(object -> name.equals(config.options().schema() + "." + object.name()))))
                .findFirst();
    }

    /** After the migrations: opening the database may create a DataSource, which would wait for them. */
    private MigrationService service() {
        if (!this.beans.isCurrentlyInCreation(ApplicationDatabase.INITIALIZER)) {
            this.beans.getBean(ApplicationDatabase.INITIALIZER);
        }
        return this.service.getObject();
    }

    private Stream<SchemaObject> catalog(MigrationConfig config) {
        return service().plan(config.withTables()).migrations().stream()
                .flatMap(migration -> migration.header().creates().stream());
    }

    private Stream<MigrationConfig> configs() {
        return this.configs.orderedStream();
    }

    private List<MigrationConfig> configsBehind(DataSource dataSource) throws SQLException {
        List<MigrationConfig> all = configs().toList();
        Optional<String> url = Connections.knownUrl(dataSource);
        List<MigrationConfig> sameUrl = new ArrayList<>();
        for (MigrationConfig config : url.isPresent() ? all : List.<MigrationConfig>of()) {
            Optional<DatabaseAddress> address = database(config).address();
            if (address.isPresent() && address.get().jdbcUrl().equals(url.get())) {
                sameUrl.add(config);
            }
        }
        return sameUrl.isEmpty() ? sameIdentity(all, dataSource) : sameUrl;
    }

    private List<MigrationConfig> sameIdentity(List<MigrationConfig> all, DataSource dataSource) throws SQLException {
        Optional<String> identity;
        try (Connection connection = dataSource.getConnection()) {
            identity = Connections.identity(connection);
        }
        List<MigrationConfig> same = new ArrayList<>();
        for (MigrationConfig config : identity.isEmpty() ? List.<MigrationConfig>of() : all) {
            try (Connection connection = database(config).connect()) {
                if (identity.equals(Connections.identity(connection))) {
                    same.add(config);
                }
            }
        }
        return same;
    }

    private TargetDatabase database(MigrationConfig config) {
        return service().database(config);
    }
}
