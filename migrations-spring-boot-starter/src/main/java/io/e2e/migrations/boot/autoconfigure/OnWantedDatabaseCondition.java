package io.e2e.migrations.boot.autoconfigure;

import io.e2e.migrations.boot.targets.DatabaseSupport;
import io.e2e.migrations.database.DatabaseAccess;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionEvaluationReport;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/**
 * Matches unless the application excludes Spring Boot's DataSource (and R2DBC's connections, if it has them), by an
 * annotation or {@code spring.autoconfigure.exclude}, and nothing else asks for a database: no bean, no named target, no
 * namespace.
 */
final class OnWantedDatabaseCondition extends SpringBootCondition implements ConfigurationCondition {

    @Override
    public ConfigurationPhase getConfigurationPhase() {
        return ConfigurationPhase.REGISTER_BEAN;
    }

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        ConfigurableListableBeanFactory beans =
                Objects.requireNonNull(context.getBeanFactory(), "a bean factory exists in this phase");
        boolean excluded = excluded(ConditionEvaluationReport.get(beans).getExclusions());
        // A binder leaves a placeholder without a value alone, which is refused later.
        Binder binder = Binder.get(context.getEnvironment());
        boolean wanted = !excluded
                || !binder.bind("e2e.migrations.target", String.class)
                        .orElse("auto")
                        .equalsIgnoreCase("auto")
                || StringUtils.hasText(
                        binder.bind("e2e.migrations.namespace", String.class).orElse(""))
                || Stream.of(DataSource.class, DatabaseAccess.class)
                        .anyMatch(type -> beans.getBeanNamesForType(type, true, false).length > 0);
        return new ConditionOutcome(
                wanted,
                ConditionMessage.forCondition("E2E migrations database")
                        .because(
                                excluded
                                        ? "Spring Boot's connections to a database are excluded"
                                        : "the application connects to a database"));
    }

    /** Whether Spring Boot connects to no database, in any of the ways that the application has modules for. */
    private static boolean excluded(List<String> exclusions) {
        return (!DatabaseSupport.hasJdbc()
                        || exclusions.contains(
                                "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration"))
                && (!DatabaseSupport.hasR2dbc()
                        || exclusions.contains("org.springframework.boot.r2dbc.autoconfigure.R2dbcAutoConfiguration"));
    }
}
