package io.e2e.migrations.boot.autoconfigure;

import io.e2e.migrations.isolation.Isolation;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Matches when somebody is to have a database to itself. */
final class OnIsolationCondition extends SpringBootCondition {

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        Isolation isolation = Binder.get(context.getEnvironment())
                .bind("e2e.migrations.isolation", Isolation.class)
                .orElse(Isolation.NONE);
        return new ConditionOutcome(
                isolation != Isolation.NONE,
                ConditionMessage.forCondition("E2E migrations isolation").because("it is " + isolation));
    }
}
