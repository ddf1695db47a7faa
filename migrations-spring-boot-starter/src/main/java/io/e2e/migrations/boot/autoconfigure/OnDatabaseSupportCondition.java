package io.e2e.migrations.boot.autoconfigure;

import io.e2e.migrations.boot.targets.DatabaseSupport;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Matches if the application has Spring Boot's support for JDBC or for R2DBC. */
final class OnDatabaseSupportCondition extends SpringBootCondition {

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        boolean supported = DatabaseSupport.hasJdbc() || DatabaseSupport.hasR2dbc();
        return new ConditionOutcome(
                supported,
                ConditionMessage.forCondition("E2E migrations")
                        .because((supported ? "found" : "did not find") + " Spring Boot's support for JDBC or R2DBC"));
    }
}
