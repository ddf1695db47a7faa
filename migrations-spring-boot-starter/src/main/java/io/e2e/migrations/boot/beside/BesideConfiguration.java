package io.e2e.migrations.boot.beside;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.MigrationService;
import io.e2e.migrations.boot.targets.TargetChoice;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Compares what the application and its other tools use with the database that the migrations fill. */
@Configuration(proxyBeanMethods = false)
@Import({
    FlywayBesideConfiguration.class,
    LiquibaseBesideConfiguration.class,
    HibernateBesideConfiguration.class,
    ScriptsBesideConfiguration.class
})
public final class BesideConfiguration {

    @Bean
    MigratedDatabase e2eMigrationsMigratedDatabase(
            ConfigurableListableBeanFactory beans,
            ObjectProvider<MigrationService> service,
            ObjectProvider<MigrationConfig> configs) {
        return new MigratedDatabase(beans, service, configs);
    }

    @Bean
    HostCheck e2eMigrationsHostCheck(ConfigurableListableBeanFactory beans) {
        return new HostCheck(beans);
    }

    @Bean
    UsedDatabaseCheck e2eMigrationsUsedDatabaseCheck(
            MigratedDatabase migrated, TargetChoice choice, ConfigurableListableBeanFactory beans) {
        return new UsedDatabaseCheck(migrated, choice, beans);
    }

    @Bean
    StartedData e2eMigrationsStartedData(ConfigurableApplicationContext context) {
        return new StartedData(context);
    }

    @Bean
    static LazyInitializationExcludeFilter e2eMigrationsUsedDatabaseCheckIsNotLazy() {
        return LazyInitializationExcludeFilter.forBeanTypes(UsedDatabaseCheck.class);
    }
}
