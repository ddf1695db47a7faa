package io.e2e.migrations.boot.autoconfigure;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionBuilder;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

/** Keeps the choice as a bean: later, Spring Boot's own DataSource would look like one of the application's. */
final class TargetChoiceRegistrar implements ImportBeanDefinitionRegistrar {

    private final Environment environment;

    TargetChoiceRegistrar(Environment environment) {
        this.environment = environment;
    }

    @Override
    public void registerBeanDefinitions(AnnotationMetadata importing, BeanDefinitionRegistry registry) {
        if (registry instanceof ConfigurableListableBeanFactory beanFactory) {
            TargetChoice choice = TargetChoice.of(this.environment, beanFactory);
            registry.registerBeanDefinition(
                    "e2eMigrationsTargetChoice",
                    BeanDefinitionBuilder.genericBeanDefinition(TargetChoice.class, () -> choice)
                            .getBeanDefinition());
        }
    }
}
