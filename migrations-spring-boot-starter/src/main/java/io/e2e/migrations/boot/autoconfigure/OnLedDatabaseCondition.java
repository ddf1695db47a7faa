package io.e2e.migrations.boot.autoconfigure;

import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.context.annotation.Conditional;

/** Matches when the application's database is one that the starter provides, or a copy that {@code isolation} makes. */
final class OnLedDatabaseCondition extends AnyNestedCondition {

    OnLedDatabaseCondition() {
        super(ConfigurationPhase.REGISTER_BEAN);
    }

    @Conditional(OnProvidedDatabaseCondition.class)
    static final class Provided {}

    @Conditional(OnIsolationCondition.class)
    static final class Isolated {}
}
