package io.e2e.migrations.boot.autoconfigure;

import io.e2e.migrations.MigrationService;
import io.e2e.migrations.boot.background.EarlyDatabase;
import io.e2e.migrations.boot.engine.EngineDatabase;
import io.e2e.migrations.boot.engine.FirstExtended;
import io.e2e.migrations.boot.targets.ApplicationDatabase;
import io.e2e.migrations.boot.targets.E2eMigrationsProperties;
import io.e2e.migrations.boot.targets.EmbeddedTarget;
import io.e2e.migrations.boot.targets.Target;
import io.e2e.migrations.boot.targets.TargetChoice;
import io.e2e.migrations.database.DatabaseAccess;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/** The one database that all tests of a context share, unless each shall have its own. */
@Configuration(proxyBeanMethods = false)
class SharedDatabaseConfiguration {

    @Bean
    @ConditionalOnMissingBean
    DatabaseAccess databaseAccess(
            TargetChoice choice,
            E2eMigrationsProperties properties,
            ConfigurableListableBeanFactory beanFactory,
            EngineDatabase engines) {
        DatabaseAccess access = choice.access(properties, beanFactory);
        String addition =
                choice.target() == Target.EMBEDDED && properties.embedded().template() ? engines.addition() : null;
        return addition == null
                ? EarlyDatabase.complement(access, beanFactory)
                : new FirstExtended(
                        EarlyDatabase.complement(EmbeddedTarget.access(properties, addition), beanFactory), access);
    }

    /** Apart, because a class that names a missing type in a method cannot be introspected. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(JdbcConnectionDetails.class)
    static class Jdbc {

        /**
         * Offers a database that the starter found or started to everything in the application that uses JDBC, before details
         * of the application's own, which a named target overrules.
         */
        @Bean(ApplicationDatabase.CONNECTION_DETAILS)
        @ConditionalOnMissingBean(name = ApplicationDatabase.CONNECTION_DETAILS)
        @Primary
        @Conditional(OnProvidedDatabaseCondition.class)
        JdbcConnectionDetails e2eMigrationsConnectionDetails(MigrationService service) {
            return new ProvidedConnectionDetails(service.database());
        }
    }
}
