package io.e2e.migrations.boot.autoconfigure;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.MigrationService;
import io.e2e.migrations.boot.diagnostics.DatabaseErrorExplainer;
import io.e2e.migrations.boot.diagnostics.KeptExplainer;
import io.e2e.migrations.boot.targets.E2eMigrationsProperties.Apply;
import java.util.List;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.core.AttributeAccessor;

/**
 * Applies each configuration, in order, while the context starts. {@link MigrationInitializerDetector} tells Spring Boot
 * that this bean initializes the database, so that JdbcClient, JPA, jOOQ and the like wait for it.
 */
final class MigrationInitializer implements InitializingBean {

    private final MigrationService service;
    private final List<MigrationConfig> configs;
    private final Apply apply;
    private final AttributeAccessor definition;

    /**
     * Prepares the run.
     *
     * @param service applies
     * @param configs what it applies, in order
     * @param apply whether it does so when the context starts
     * @param definition keeps what explains a failure of the context: a definition outlives its bean
     */
    MigrationInitializer(
            MigrationService service, List<MigrationConfig> configs, Apply apply, AttributeAccessor definition) {
        this.service = service;
        this.configs = List.copyOf(configs);
        this.apply = apply;
        this.definition = definition;
    }

    @Override
    public void afterPropertiesSet() {
        List<MigrationConfig> applied = this.apply == Apply.STARTUP ? this.configs : List.of();
        KeptExplainer.keep(new DatabaseErrorExplainer(this.service, this.configs, applied), this.definition);
        for (MigrationConfig config : applied) {
            this.service.ensureMigrations(config);
        }
    }
}
