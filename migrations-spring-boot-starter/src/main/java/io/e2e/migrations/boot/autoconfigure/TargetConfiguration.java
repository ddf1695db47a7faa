package io.e2e.migrations.boot.autoconfigure;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.MigrationService;
import io.e2e.migrations.boot.background.EarlyDatabase;
import io.e2e.migrations.boot.engine.ExpectedEngines;
import io.e2e.migrations.boot.targets.Target;
import io.e2e.migrations.boot.targets.TargetChoice;
import io.e2e.migrations.config.Secret;
import io.e2e.migrations.database.DatabaseAccess;
import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.isolation.Isolation;
import io.e2e.migrations.time.TimeSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.SpringProperties;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

/**
 * Chooses the target, before conditions of the starter ask for it, and opens a known embedded database in the background. The registrar
 * runs once the application's own bean definitions are registered, and in no context that lacks the auto-configuration.
 */
@Configuration(proxyBeanMethods = false)
@Import(TargetConfiguration.Registrar.class)
class TargetConfiguration {

    /** Whether classes are generated from the bean definitions, which starts nothing. */
    static boolean isProcessedAheadOfTime() {
        return SpringProperties.getFlag("spring.aot.processing");
    }

    /** Registers the choice and acts on it. */
    static final class Registrar implements ImportBeanDefinitionRegistrar {

        private final Environment environment;

        Registrar(Environment environment) {
            this.environment = environment;
        }

        @Override
        public void registerBeanDefinitions(AnnotationMetadata importing, BeanDefinitionRegistry registry) {
            if (registry instanceof DefaultListableBeanFactory beanFactory) {
                Target target =
                        TargetChoice.register(beanFactory, this.environment).target();
                if (!isProcessedAheadOfTime()) {
                    begin(target, beanFactory);
                }
            }
        }

        private void begin(Target target, DefaultListableBeanFactory beanFactory) {
            if (target == Target.EMBEDDED
                    && this.environment instanceof ConfigurableEnvironment configurable
                    && OnIsolationCondition.isolation(this.environment) == Isolation.NONE
                    && nothingElseIsWanted(beanFactory)) {
                EarlyDatabase.begin(
                        beanFactory,
                        configurable,
                        ExpectedEngines.in(beanFactory, this.environment, E2eMigrationsAutoConfiguration.ASKING));
            }
        }

        /** Whether nobody defines a bean that could want another database, or other contents. */
        private static boolean nothingElseIsWanted(DefaultListableBeanFactory beanFactory) {
            Class<?>[] types = {MigrationService.class, MigrationConfig.class, DatabaseAccess.class, TimeSource.class};
            for (Class<?> type : types) {
                if (BeanFactoryUtils.beanNamesForTypeIncludingAncestors(beanFactory, type, true, false).length > 0) {
                    return false;
                }
            }
            return true;
        }
    }

    /** Stands for the database while tests are processed: it has an address, at which nobody answers. */
    enum ProcessedDatabase implements TargetDatabase {
        INSTANCE;

        @Override
        public Connection connect() throws SQLException {
            throw new SQLException("There is no database while tests are processed ahead of time");
        }

        @Override
        public Optional<DatabaseAddress> address() {
            return Optional.of(new DatabaseAddress(
                    "127.0.0.1", 1, "none_while_tests_are_processed_ahead_of_time", "none", new Secret("none")));
        }

        @Override
        public String description() {
            return "no database while tests are processed ahead of time";
        }

        @Override
        public void close() {
            // Nothing was opened.
        }
    }
}
