package io.e2e.migrations.boot.autoconfigure;

import io.e2e.migrations.boot.targets.ApplicationDatabase;
import io.e2e.migrations.boot.targets.E2eMigrationsProperties;
import io.e2e.migrations.boot.targets.Target;
import io.e2e.migrations.boot.targets.TargetChoice;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.core.type.AnnotationMetadata;

/** Keeps, while tests are processed ahead of time, what decided about the starter's beans, even if there are none. */
@AutoConfiguration(after = E2eMigrationsAutoConfiguration.class)
@Conditional({OnDatabaseSupportCondition.class, ProcessedTestsAutoConfiguration.OnProcessing.class})
@Import(ProcessedTestsAutoConfiguration.Registrar.class)
public final class ProcessedTestsAutoConfiguration {

    ProcessedTestsAutoConfiguration() {}

    /** Matches while tests are processed; an application that is not processed sees nothing of this. */
    static final class OnProcessing implements Condition {

        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return TargetConfiguration.isProcessedAheadOfTime();
        }
    }

    /** Registers the settings as plain values, from which code can be generated. */
    static final class Registrar implements ImportBeanDefinitionRegistrar {

        private final Environment environment;

        Registrar(Environment environment) {
            this.environment = environment;
        }

        @Override
        public void registerBeanDefinitions(AnnotationMetadata importing, BeanDefinitionRegistry registry) {
            if (registry instanceof DefaultListableBeanFactory beanFactory) {
                registry.registerBeanDefinition("e2eMigrationsProcessedSettings", definition(beanFactory));
            }
        }

        private RootBeanDefinition definition(DefaultListableBeanFactory beanFactory) {
            TargetChoice choice = TargetChoice.in(beanFactory).orElse(new TargetChoice(Target.AUTO, ""));
            boolean byBean = choice.reason().startsWith(ApplicationDatabase.DEFINES_BEAN);
            RootBeanDefinition definition = new RootBeanDefinition(ProcessedSettings.class);
            Object[] values = {
                E2eMigrationsProperties.isEnabled(this.environment),
                OnIsolationCondition.isolation(this.environment),
                choice.target(),
                byBean ? "" : choice.reason()
            };
            for (int index = 0; index < values.length; index++) {
                definition.getConstructorArgumentValues().addIndexedArgumentValue(index, values[index]);
            }
            return definition;
        }
    }
}
