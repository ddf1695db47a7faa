package io.e2e.migrations.boot.autoconfigure;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Matches when the target is one of those that {@link ConditionalOnTarget} lists. */
final class OnTargetCondition extends SpringBootCondition implements ConfigurationCondition {

    @Override
    public ConfigurationPhase getConfigurationPhase() {
        return ConfigurationPhase.REGISTER_BEAN;
    }

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        @Nullable
        Map<String, @Nullable Object> attributes =
                metadata.getAnnotationAttributes(ConditionalOnTarget.class.getName());
        Target[] wanted = (Target[])
                Objects.requireNonNull(Objects.requireNonNull(attributes, "the annotation that names this condition")
                        .get("value"));
        ConfigurableListableBeanFactory beanFactory =
                Objects.requireNonNull(context.getBeanFactory(), "a bean factory exists in this phase");
        TargetChoice choice = TargetChoice.in(beanFactory, context.getEnvironment());
        ConditionMessage message = ConditionMessage.forCondition("E2E migrations target")
                .because("it is " + choice.target() + ": " + choice.reason());
        return new ConditionOutcome(Arrays.asList(wanted).contains(choice.target()), message);
    }
}
