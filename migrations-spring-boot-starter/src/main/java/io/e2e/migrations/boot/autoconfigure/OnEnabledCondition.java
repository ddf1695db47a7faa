package io.e2e.migrations.boot.autoconfigure;

import io.e2e.migrations.boot.targets.E2eMigrationsProperties;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Matches unless {@code e2e.migrations.enabled} is false, in any of the words that Spring Boot converts to that. */
final class OnEnabledCondition extends SpringBootCondition {

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        boolean enabled = E2eMigrationsProperties.isEnabled(context.getEnvironment());
        return new ConditionOutcome(
                enabled,
                ConditionMessage.forCondition("E2E migrations").because("e2e.migrations.enabled is " + enabled));
    }
}
