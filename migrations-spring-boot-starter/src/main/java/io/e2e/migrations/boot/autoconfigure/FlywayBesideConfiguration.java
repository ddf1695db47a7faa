package io.e2e.migrations.boot.autoconfigure;

import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * Lets an application's Flyway run after our migrations, in the same schema. Flyway refuses a schema that has tables and no
 * history of its own, unless it may begin with a baseline; that baseline is 0, so that none of the application's own
 * migrations counts as applied (Flyway documentation, "Baseline On Migrate" and "Baseline Version"). What the application
 * itself says about either stays.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(FlywayConfigurationCustomizer.class)
class FlywayBesideConfiguration {

    private static final String BEFORE_THE_FIRST = "0";

    @Bean
    FlywayConfigurationCustomizer e2eMigrationsFlywayBaseline(Environment environment) {
        Binder binder = Binder.get(environment);
        boolean saysWhether =
                binder.bind("spring.flyway.baseline-on-migrate", String.class).isBound();
        boolean saysWhere =
                binder.bind("spring.flyway.baseline-version", String.class).isBound();
        return configuration -> {
            if (!saysWhether) {
                configuration.baselineOnMigrate(true);
            }
            if (!saysWhere) {
                configuration.baselineVersion(BEFORE_THE_FIRST);
            }
        };
    }
}
