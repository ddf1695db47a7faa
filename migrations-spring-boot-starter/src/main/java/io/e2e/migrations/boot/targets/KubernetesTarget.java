package io.e2e.migrations.boot.targets;

import io.e2e.migrations.database.DatabaseAccess;
import io.e2e.migrations.embedded.ScratchServer;
import io.e2e.migrations.isolation.IsolatedAccess;
import io.e2e.migrations.kubernetes.KubernetesAccess;
import java.util.Optional;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/** A PostgreSQL in a Kubernetes namespace. */
final class KubernetesTarget implements DatabaseTarget {

    @Override
    public Optional<String> reason(Environment environment) {
        String namespace = environment.getProperty("e2e.migrations.namespace");
        return StringUtils.hasText(namespace)
                ? Optional.of("e2e.migrations.namespace is " + namespace)
                : Optional.empty();
    }

    @Override
    public boolean isProvided() {
        return true;
    }

    @Override
    public DatabaseAccess access(E2eMigrationsProperties properties, ConfigurableListableBeanFactory beans) {
        return ScratchServer.beside(
                KubernetesAccess.with(properties.kubernetes().toSettings()), properties.embeddedSettings());
    }

    @Override
    public IsolatedAccess.Provisioners provisioners(
            E2eMigrationsProperties properties, ApplicationDatabase application) {
        return application.provisioners(
                KubernetesAccess.with(properties.kubernetes().toSettings()), properties);
    }
}
