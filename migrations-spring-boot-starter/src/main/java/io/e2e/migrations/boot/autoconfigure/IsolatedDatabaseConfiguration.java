package io.e2e.migrations.boot.autoconfigure;

import com.zaxxer.hikari.HikariDataSource;
import io.e2e.migrations.MigrationService;
import io.e2e.migrations.database.DatabaseAccess;
import io.e2e.migrations.embedded.EmbeddedAccess;
import io.e2e.migrations.isolation.IsolatedAccess;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * A database of its own for each context, class or test. The DataSource is ours then, because it must lead to another
 * database while everything that holds it stays.
 */
@Configuration(proxyBeanMethods = false)
@Conditional(OnIsolationCondition.class)
class IsolatedDatabaseConfiguration {

    static final String DATA_SOURCE = "e2eMigrationsDataSource";

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
    @ConditionalOnBean(IsolatedAccess.class)
    ApplicationListener<ApplicationReadyEvent> e2eMigrationsIsolationBegins(IsolatedAccess access) {
        return event -> access.contextIsReady();
    }

    /** A PostgreSQL that the starter starts. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnTarget(Target.EMBEDDED)
    static class OnEmbedded {

        @Bean
        @ConditionalOnMissingBean(DatabaseAccess.class)
        IsolatedAccess isolatedAccess(E2eMigrationsProperties properties) {
            EmbeddedAccess embedded = EmbeddedAccess.with(properties.embedded().toSettings());
            return new IsolatedAccess(properties.isolation(), embedded::supply);
        }
    }
}
