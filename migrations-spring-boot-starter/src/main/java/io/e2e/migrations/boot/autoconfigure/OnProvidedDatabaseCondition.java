package io.e2e.migrations.boot.autoconfigure;

import io.e2e.migrations.boot.targets.TargetChoice;
import java.util.Objects;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Matches when the starter finds or starts the database, and the application brings none. */
final class OnProvidedDatabaseCondition extends SpringBootCondition implements ConfigurationCondition {

    @Override
    public ConfigurationPhase getConfigurationPhase() {
        return ConfigurationPhase.REGISTER_BEAN;
    }

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        TargetChoice choice = TargetChoice.in(
                        Objects.requireNonNull(context.getBeanFactory(), "a bean factory exists in this phase"))
                .orElseThrow();
        return new ConditionOutcome(
                choice.isProvided(),
                ConditionMessage.forCondition("E2E migrations target")
                        .because("it is " + choice.target() + ": " + choice.reason()));
    }
}
