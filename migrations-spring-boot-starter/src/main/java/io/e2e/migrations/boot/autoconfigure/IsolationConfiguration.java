package io.e2e.migrations.boot.autoconfigure;

import com.zaxxer.hikari.HikariDataSource;
import io.e2e.migrations.MigrationService;
import io.e2e.migrations.boot.engine.EngineDatabase;
import io.e2e.migrations.boot.targets.ApplicationDatabase;
import io.e2e.migrations.boot.targets.E2eMigrationsProperties;
import io.e2e.migrations.boot.targets.TargetChoice;
import io.e2e.migrations.isolation.IsolatedAccess;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
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
class IsolationConfiguration {

    @Bean(ApplicationDatabase.ACCESS)
    @ConditionalOnMissingBean
    IsolatedAccess e2eMigrationsIsolatedAccess(
            TargetChoice choice,
            E2eMigrationsProperties properties,
            ConfigurableListableBeanFactory beanFactory,
            EngineDatabase engines) {
        Environment environment =
                beanFactory.getBean(ConfigurableApplicationContext.ENVIRONMENT_BEAN_NAME, Environment.class);
        return new ApplicationDatabase(beanFactory, environment).isolated(choice, properties, engines.addition());
    }

    /** Under the usual name too: some ask for it by name. */
    @Bean({ApplicationDatabase.DATA_SOURCE, "dataSource"})
    @ConditionalOnBean(IsolatedAccess.class)
    HikariDataSource e2eMigrationsDataSource(MigrationService service, IsolatedAccess access, Environment environment) {
        HikariDataSource pool =
                TargetConfiguration.isProcessedAheadOfTime() ? new HikariDataSource() : access.pool(service.database());
        Binder.get(environment)
                .bind(
                        "spring.datasource.hikari",
                        Bindable.of(HikariDataSource.class).withExistingValue(pool));
        return pool;
    }

    @Bean
    @ConditionalOnBean(IsolatedAccess.class)
    ApplicationListener<ApplicationReadyEvent> e2eMigrationsIsolationBegins(IsolatedAccess access) {
        return event -> access.contextIsReady();
    }

    /** Apart, because a class that names a missing type in a method cannot be introspected. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(JdbcConnectionDetails.class)
    static class Jdbc {

        /** Before details of the application's own, which lead to its database, where no test works. */
        @Bean(ApplicationDatabase.CONNECTION_DETAILS)
        @Primary
        JdbcConnectionDetails e2eMigrationsConnectionDetails(MigrationService service) {
            return new ProvidedConnectionDetails(service.database());
        }
    }
}
