package io.e2e.migrations.boot.autoconfigure;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Gives the address of the test's database to properties of any name, as the placeholders {@code
 * ${e2e.migrations.database.url}}, {@code .username} and {@code .password}: for an application whose DataSources read
 * properties of their own.
 */
@Configuration(proxyBeanMethods = false)
class DatabasePropertiesConfiguration {

    /** Not earlier: a condition that reads such a property would start the database. */
    @Bean
    static BeanFactoryPostProcessor e2eMigrationsDatabaseProperties(ConfigurableEnvironment environment) {
        return beanFactory -> environment.getPropertySources().addLast(new DatabasePropertySource(beanFactory));
    }
}
