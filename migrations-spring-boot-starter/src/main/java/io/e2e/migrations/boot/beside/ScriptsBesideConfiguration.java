package io.e2e.migrations.boot.beside;

import io.e2e.migrations.boot.targets.ApplicationDatabase;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.sql.autoconfigure.init.SqlInitializationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Runs {@code spring.sql.init}'s scripts as the user of the test's database, which knows no user of the application's. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(SqlInitializationProperties.class)
@ConditionalOnBean(name = ApplicationDatabase.CONNECTION_DETAILS)
class ScriptsBesideConfiguration {

    @Bean
    static BeanPostProcessor e2eMigrationsScriptsUser() {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                if (bean instanceof SqlInitializationProperties properties) {
                    properties.setUsername(null);
                    properties.setPassword(null);
                }
                return bean;
            }
        };
    }
}
