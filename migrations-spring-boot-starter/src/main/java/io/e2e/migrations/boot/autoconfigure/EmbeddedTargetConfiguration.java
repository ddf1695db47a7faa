package io.e2e.migrations.boot.autoconfigure;

import io.e2e.migrations.database.DatabaseAccess;
import io.e2e.migrations.embedded.EmbeddedAccess;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** A PostgreSQL that the starter starts. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnTarget(Target.EMBEDDED)
class EmbeddedTargetConfiguration {

    @Bean
    @ConditionalOnMissingBean
    DatabaseAccess databaseAccess(E2eMigrationsProperties properties, ObjectProvider<EarlyStart> early) {
        return Optional.ofNullable(early.getIfAvailable())
                .flatMap(begun -> begun.embedded(properties))
                .orElseGet(() -> access(properties));
    }

    static EmbeddedAccess access(E2eMigrationsProperties properties) {
        return EmbeddedAccess.with(properties.embeddedSettings());
    }
}
