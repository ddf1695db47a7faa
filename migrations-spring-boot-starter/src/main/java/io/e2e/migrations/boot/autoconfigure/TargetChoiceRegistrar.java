package io.e2e.migrations.boot.autoconfigure;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.MigrationService;
import io.e2e.migrations.boot.background.BackgroundStart;
import io.e2e.migrations.boot.targets.Target;
import io.e2e.migrations.boot.targets.TargetChoice;
import io.e2e.migrations.database.DatabaseAccess;
import io.e2e.migrations.time.TimeSource;
import java.util.Arrays;
import java.util.stream.Stream;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

/** Acts on the choice: from here on it is certain, so an embedded database is made, or its server stopped. */
final class TargetChoiceRegistrar implements ImportBeanDefinitionRegistrar {

    private final Environment environment;

    TargetChoiceRegistrar(Environment environment) {
        this.environment = environment;
    }

    @Override
    public void registerBeanDefinitions(AnnotationMetadata importing, BeanDefinitionRegistry registry) {
        if (registry instanceof ConfigurableListableBeanFactory beanFactory) {
            TargetChoice choice = TargetChoice.in(beanFactory, this.environment);
            BackgroundStart early = BackgroundStart.in(beanFactory, this.environment);
            if (choice.target() != Target.EMBEDDED) {
                early.stopServer();
            } else if (onlyOurs(beanFactory)) {
                early.openEmbedded();
            }
        }
    }

    /** Whether nobody else defines a bean that could want another database, or other contents. */
    private static boolean onlyOurs(ConfigurableListableBeanFactory beanFactory) {
        return Stream.of(MigrationService.class, MigrationConfig.class, DatabaseAccess.class, TimeSource.class)
                .flatMap(type -> Arrays.stream(beanFactory.getBeanNamesForType(type, true, false)))
                .allMatch(name -> isOurs(name, beanFactory));
    }

    private static boolean isOurs(String name, ConfigurableListableBeanFactory beanFactory) {
        String definedBy = beanFactory.containsBeanDefinition(name)
                ? beanFactory.getBeanDefinition(name).getFactoryBeanName()
                : null;
        return definedBy != null && definedBy.startsWith(TargetChoiceRegistrar.class.getPackageName());
    }
}
