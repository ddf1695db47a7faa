package io.e2e.migrations.boot.autoconfigure;

import io.e2e.migrations.boot.targets.E2eMigrationsProperties;
import io.e2e.migrations.boot.targets.Target;
import io.e2e.migrations.boot.targets.TargetChoice;
import io.e2e.migrations.isolation.Isolation;
import java.util.Optional;
import org.springframework.aot.AotDetector;
import org.springframework.beans.BeanUtils;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/**
 * The settings that decided which beans there are when a context was processed ahead of time. When the tests run, the
 * context is refused if its properties decide otherwise, before anything is started. Conditions are not asked then.
 */
final class ProcessedSettings implements BeanFactoryPostProcessor {

    private static final String DIALECT_BEAN = "jdbcDialect";

    private static final String DIALECT = "org.springframework.data.jdbc.core.dialect.JdbcPostgresDialect";

    private final boolean enabled;
    private final Isolation isolation;
    private final Target target;
    private final String reason;

    /**
     * Keeps the settings.
     *
     * @param enabled whether the starter was switched on
     * @param isolation when the database changes
     * @param target the target that was chosen; {@link Target#AUTO} if the context has no database of the starter
     * @param reason why; empty if it was a bean, which the properties of a run cannot change
     */
    ProcessedSettings(boolean enabled, Isolation isolation, Target target, String reason) {
        this.enabled = enabled;
        this.isolation = isolation;
        this.target = target;
        this.reason = reason;
    }

    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
        if (TargetConfiguration.isProcessedAheadOfTime() && this.target != Target.AUTO) {
            presetDialect(beanFactory);
        }
        if (AotDetector.useGeneratedArtifacts()) {
            Environment environment =
                    beanFactory.getBean(ConfigurableApplicationContext.ENVIRONMENT_BEAN_NAME, Environment.class);
            boolean enabledNow = E2eMigrationsProperties.isEnabled(environment);
            require("enabled", this.enabled, enabledNow);
            if (enabledNow) {
                require("isolation", this.isolation, OnIsolationCondition.isolation(environment));
                if (this.target != Target.AUTO) {
                    requireTarget(environment);
                }
            }
        }
    }

    /**
     * Spring Data JDBC generates SQL for its dialect, and Spring Boot's bean would connect to find that out. Code is generated
     * from the definition, which stays.
     */
    private static void presetDialect(ConfigurableListableBeanFactory beans) {
        if (beans.containsBeanDefinition(DIALECT_BEAN)
                && String.valueOf(beans.getBeanDefinition(DIALECT_BEAN).getFactoryBeanName())
                        .startsWith("org.springframework.boot.")) {
            beans.registerSingleton(
                    DIALECT_BEAN, BeanUtils.instantiateClass(ClassUtils.resolveClassName(DIALECT, null)));
        }
    }

    private static void require(String property, Object processed, Object now) {
        if (!processed.equals(now)) {
            throw ProcessedOtherwiseException.property("e2e.migrations." + property, processed, now);
        }
    }

    private void requireTarget(Environment environment) {
        Optional<TargetChoice> byProperties = TargetChoice.byProperties(environment);
        boolean chosenByBean = this.reason.isEmpty();
        if (byProperties.isPresent() || !chosenByBean) {
            TargetChoice now =
                    byProperties.orElseGet(() -> new TargetChoice(Target.EMBEDDED, "no property names another one"));
            if (now.target() != this.target) {
                throw ProcessedOtherwiseException.target(new TargetChoice(this.target, this.reason), now);
            }
        }
    }
}
