package io.e2e.migrations.boot.autoconfigure;

import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Applies the migrations when the context starts, also a lazy one, and before any bean gets to the database. */
@Configuration(proxyBeanMethods = false)
class MigrationTimingConfiguration {

    @Bean
    static LazyInitializationExcludeFilter e2eMigrationsAreNotLazy() {
        return LazyInitializationExcludeFilter.forBeanTypes(MigrationInitializer.class);
    }

    @Bean
    static MigrationsBeforeUse e2eMigrationsBeforeUse() {
        return new MigrationsBeforeUse();
    }
}
