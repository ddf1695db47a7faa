package io.e2e.migrations.boot.autoconfigure;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.MigrationService;
import io.e2e.migrations.boot.autoconfigure.E2eMigrationsProperties.Apply;
import java.util.List;
import org.springframework.beans.factory.InitializingBean;

/**
 * Applies each configuration, in order, while the context starts. {@link MigrationInitializerDetector} tells Spring Boot
 * that this bean initialises the database, so that JdbcClient, JPA, jOOQ and the like wait for it.
 */
final class MigrationInitializer implements InitializingBean {

    private final MigrationService service;
    private final List<MigrationConfig> configs;
    private final Apply apply;

    MigrationInitializer(MigrationService service, List<MigrationConfig> configs, Apply apply) {
        this.service = service;
        this.configs = List.copyOf(configs);
        this.apply = apply;
    }

    @Override
    public void afterPropertiesSet() {
        if (this.apply == Apply.STARTUP) {
            this.configs.forEach(this.service::applyMigrations);
        }
    }
}
