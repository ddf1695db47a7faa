package io.e2e.migrations.boot.autoconfigure;

import io.e2e.migrations.isolation.Isolation;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Matches if {@code e2e.migrations.isolation} is anything but {@code none}. */
final class OnIsolationCondition extends SpringBootCondition {

    /** The value of the property; none also if it is invalid, which is reported when all properties are bound. */
    static Isolation isolation(Environment environment) {
        try {
            return Binder.get(environment)
                    .bind("e2e.migrations.isolation", Isolation.class)
                    .orElse(Isolation.NONE);
        } catch (BindException ex) {
            return Isolation.NONE;
        }
    }

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        Isolation isolation = isolation(context.getEnvironment());
        return new ConditionOutcome(
                isolation != Isolation.NONE,
                ConditionMessage.forCondition("E2E migrations isolation").because("it is " + isolation));
    }
}
