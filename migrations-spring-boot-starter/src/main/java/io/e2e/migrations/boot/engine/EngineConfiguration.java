package io.e2e.migrations.boot.engine;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Keeps what the application's engines make of a database that the starter makes. */
@Configuration(proxyBeanMethods = false)
public final class EngineConfiguration {

    @Bean
    EngineDatabase e2eMigrationsEngineDatabase(ConfigurableListableBeanFactory beans, Environment environment) {
        return new EngineDatabase(beans, environment);
    }

    @Bean
    static EngineRunner e2eMigrationsEngineRunner(Environment environment, ObjectProvider<EngineDatabase> database) {
        return new EngineRunner(environment, database);
    }
}
