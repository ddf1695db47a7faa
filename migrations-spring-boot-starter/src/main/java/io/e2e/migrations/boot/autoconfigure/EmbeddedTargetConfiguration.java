package io.e2e.migrations.boot.autoconfigure;

import io.e2e.migrations.database.DatabaseAccess;
import io.e2e.migrations.embedded.EmbeddedAccess;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** A PostgreSQL that the starter starts. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnTarget(Target.EMBEDDED)
class EmbeddedTargetConfiguration {

    @Bean
    @ConditionalOnMissingBean
    DatabaseAccess databaseAccess(E2eMigrationsProperties properties) {
        return EmbeddedAccess.with(properties.embedded().toSettings());
    }
}
