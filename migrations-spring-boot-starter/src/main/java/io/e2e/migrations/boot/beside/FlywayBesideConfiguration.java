package io.e2e.migrations.boot.beside;

import io.e2e.migrations.boot.targets.ApplicationDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.boot.flyway.autoconfigure.FlywayConnectionDetails;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * Lets an application's Flyway run after our migrations, in the same schema. Flyway refuses a schema that has objects and no
 * history of its own, unless it may begin with a baseline; that baseline is 0, so that none of the application's own
 * migrations counts as applied (Flyway documentation, "Baseline On Migrate" and "Baseline Version"). What the application
 * itself says about either stays, and so does Flyway's refusal of any other object.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass({Flyway.class, FlywayConfigurationCustomizer.class})
class FlywayBesideConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(FlywayBesideConfiguration.class);

    private static final String BEFORE_THE_FIRST = "0";

    /** What Flyway counts when it asks whether a schema is empty: no members of extensions, no partitions. */
    private static final String OBJECTS = """
            SELECT pg_catalog.concat(n.nspname, '.', o.name)
              FROM pg_catalog.pg_namespace n
              JOIN (SELECT oid, relnamespace AS schema, relname AS name FROM pg_catalog.pg_class
                     WHERE relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT relispartition
                    UNION ALL SELECT oid, pronamespace, proname FROM pg_catalog.pg_proc
                    UNION ALL SELECT oid, typnamespace, typname FROM pg_catalog.pg_type WHERE typtype IN ('d', 'e')
                   ) o ON o.schema = n.oid
             WHERE n.nspname IN (%s)
               AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.objid = o.oid AND d.deptype = 'e')""";

    /** Flyway stays on the application's DataSource, which leads to the test's database, whatever its own URL says. */
    @Bean
    @Primary
    @ConditionalOnBean(name = ApplicationDatabase.CONNECTION_DETAILS)
    FlywayConnectionDetails e2eMigrationsFlywayConnectionDetails(
            JdbcConnectionDetails database, ObjectProvider<DataSource> dataSource) {
        return new Details(database, dataSource);
    }

    /** The last one: the DataSource is known then. */
    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE)
    FlywayConfigurationCustomizer e2eMigrationsFlywayBaseline(
            Environment environment, MigratedDatabase migrated, HostCheck hosts) {
        Binder binder = Binder.get(environment);
        boolean saysWhether =
                binder.bind("spring.flyway.baseline-on-migrate", String.class).isBound();
        boolean saysWhere =
                binder.bind("spring.flyway.baseline-version", String.class).isBound();
        return configuration -> {
            boolean ours = onlyOurs(configuration, migrated, hosts);
            if (ours && !saysWhether) {
                configuration.baselineOnMigrate(true);
            }
            if (ours && !saysWhere) {
                configuration.baselineVersion(BEFORE_THE_FIRST);
            }
        };
    }

    /**
     * Whether the schemas that Flyway is to fill have something, but nothing that our migrations do not create. A copy of what
     * Flyway made has more, and Flyway's history; if Flyway refuses it, the next database has only ours.
     */
    private static boolean onlyOurs(FluentConfiguration configuration, MigratedDatabase migrated, HostCheck hosts) {
        DataSource dataSource = configuration.getDataSource();
        if (dataSource == null) {
            return false;
        }
        hosts.check("Flyway", dataSource);
        if (migrated.isExtendedBehind(dataSource)) {
            return migrated.isFilled();
        }
        try {
            List<String> objects;
            try (Connection connection = dataSource.getConnection()) {
                objects = Connections.strings(connection, OBJECTS.formatted(schemas(configuration))).stream()
                        .filter(found -> !found.endsWith("." + configuration.getTable()))
                        .toList();
            }
            return !objects.isEmpty() && migrated.objectsBehind(dataSource).containsAll(objects);
        } catch (SQLException ex) {
            LOG.debug("Flyway gets no baseline; it cannot connect either, and says so", ex);
            return false;
        }
    }

    private static String schemas(FluentConfiguration configuration) {
        String schemas = Stream.concat(
                        Arrays.stream(configuration.getSchemas()), Stream.ofNullable(configuration.getDefaultSchema()))
                .map(schema -> "'" + schema.replace("'", "''") + "'")
                .collect(Collectors.joining(", "));
        return schemas.isEmpty() ? "current_schema()" : schemas;
    }

    /** Looks at each Flyway of the application before it runs, also at those that the application configures itself. */
    @Bean
    static BeanPostProcessor e2eMigrationsFlywayGuard(ObjectProvider<HostCheck> hosts) {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessBeforeInitialization(Object bean, String name) {
                if (bean instanceof Flyway flyway && flyway.getConfiguration().getDataSource() != null) {
                    hosts.getObject()
                            .check(
                                    "Flyway ('" + name + "')",
                                    flyway.getConfiguration().getDataSource());
                }
                return bean;
            }
        };
    }

    private static final class Details extends DataSourceDetails implements FlywayConnectionDetails {

        Details(JdbcConnectionDetails database, ObjectProvider<DataSource> dataSource) {
            super(database, dataSource);
        }
    }
}
