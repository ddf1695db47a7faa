package io.e2e.migrations.boot.autoconfigure;

import io.e2e.migrations.database.DatabaseAccess;
import io.e2e.migrations.kubernetes.KubernetesAccess;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** A PostgreSQL in a Kubernetes namespace. With any other target no class of the Kubernetes client is loaded. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnTarget(Target.KUBERNETES)
class KubernetesTargetConfiguration {

    @Bean
    @ConditionalOnMissingBean
    DatabaseAccess databaseAccess(E2eMigrationsProperties properties) {
        return KubernetesAccess.with(properties.kubernetes().toSettings());
    }
}
