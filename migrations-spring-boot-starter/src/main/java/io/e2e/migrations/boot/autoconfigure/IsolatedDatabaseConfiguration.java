package io.e2e.migrations.boot.autoconfigure;

import com.zaxxer.hikari.HikariDataSource;
import io.e2e.migrations.MigrationService;
import io.e2e.migrations.boot.autoconfigure.E2eMigrationsProperties.Apply;
import io.e2e.migrations.database.DatabaseAccess;
import io.e2e.migrations.isolation.IsolatedAccess;
import io.e2e.migrations.kubernetes.KubernetesAccess;
import io.e2e.migrations.provision.ExternalServer;
import java.util.Set;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.core.env.Environment;

/**
 * A database of its own for each context, class or test. The DataSource is ours then, because it must lead to another
 * database while everything that holds it stays.
 */
@Configuration(proxyBeanMethods = false)
@Conditional(OnIsolationCondition.class)
class IsolatedDatabaseConfiguration {

    private static final String ACCESS = "e2eMigrationsIsolatedAccess";
    private static final String DATA_SOURCE = "e2eMigrationsDataSource";

    /** The beans that are no sign of a database of the application's own. */
    static final Set<String> OURS = Set.of(ACCESS, DATA_SOURCE, ProvidedDatabaseConfiguration.CONNECTION_DETAILS);

    /** Under the usual name too: some ask for it by name. */
    @Bean({DATA_SOURCE, "dataSource"})
    @ConditionalOnBean(IsolatedAccess.class)
    HikariDataSource e2eMigrationsDataSource(MigrationService service, IsolatedAccess access, Environment environment) {
        HikariDataSource pool = access.pool(service.database());
        Binder.get(environment)
                .bind(
                        "spring.datasource.hikari",
                        Bindable.of(HikariDataSource.class).withExistingValue(pool));
        return pool;
    }

    @Bean
    ApplicationDatabase e2eMigrationsApplicationDatabase(
            ConfigurableListableBeanFactory beanFactory, Environment environment) {
        return new ApplicationDatabase(beanFactory, environment);
    }

    @Bean
    @ConditionalOnBean(IsolatedAccess.class)
    ApplicationListener<ApplicationReadyEvent> e2eMigrationsIsolationBegins(IsolatedAccess access) {
        return event -> access.contextIsReady();
    }

    /** A PostgreSQL that the starter starts. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnTarget(Target.EMBEDDED)
    static class OnEmbedded {

        @Bean(ACCESS)
        @ConditionalOnMissingBean
        IsolatedAccess e2eMigrationsIsolatedAccess(
                E2eMigrationsProperties properties, ApplicationDatabase application) {
            application.requireThatItCanBeLed(properties);
            return new IsolatedAccess(
                    properties.isolation(), EmbeddedTargetConfiguration.access(properties)::provisioner);
        }
    }

    /** New databases on the server of a namespace. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnTarget(Target.KUBERNETES)
    static class OnKubernetes {

        @Bean(ACCESS)
        @ConditionalOnMissingBean
        IsolatedAccess e2eMigrationsIsolatedAccess(
                E2eMigrationsProperties properties, ApplicationDatabase application) {
            application.requireThatItCanBeLed(properties);
            return on(KubernetesAccess.with(properties.kubernetes().toSettings()), properties);
        }
    }

    /** New databases on the server of the application's own. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnTarget(Target.DATASOURCE)
    static class OnDataSource {

        @Bean(ACCESS)
        @ConditionalOnMissingBean
        IsolatedAccess e2eMigrationsIsolatedAccess(
                E2eMigrationsProperties properties, ApplicationDatabase application) {
            application.requireThatItCanBeLed(properties);
            return on(application.byAddress(properties), properties);
        }

        /** Before details of the application's own: those lead to its database, where no test works. */
        @Bean(ProvidedDatabaseConfiguration.CONNECTION_DETAILS)
        @Primary
        JdbcConnectionDetails e2eMigrationsConnectionDetails(MigrationService service) {
            return new ProvidedConnectionDetails(service.database());
        }
    }

    private static IsolatedAccess on(DatabaseAccess target, E2eMigrationsProperties properties) {
        boolean empty = properties.apply() == Apply.MANUAL;
        return new IsolatedAccess(
                properties.isolation(),
                (request, template) -> ExternalServer.provisioner(
                        target, properties.maintenanceDatabase(), request, empty ? null : template));
    }
}
