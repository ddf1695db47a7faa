package io.e2e.migrations.boot.autoconfigure;

import io.e2e.migrations.database.DatabaseAccess;
import java.util.Objects;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionEvaluationReport;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/**
 * Matches unless the application excludes Spring Boot's DataSource, by an annotation or {@code spring.autoconfigure.exclude},
 * and nothing else asks for a database: no bean, no named target, no namespace.
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
        boolean excluded = ConditionEvaluationReport.get(beans)
                .getExclusions()
                .contains(DataSourceAutoConfiguration.class.getName());
        String target = context.getEnvironment().getProperty("e2e.migrations.target", "auto");
        boolean wanted = !excluded
                || !target.equalsIgnoreCase("auto")
                || StringUtils.hasText(context.getEnvironment().getProperty("e2e.migrations.namespace"))
                || Stream.of(DataSource.class, DatabaseAccess.class)
                        .anyMatch(type -> beans.getBeanNamesForType(type, true, false).length > 0);
        return new ConditionOutcome(
                wanted,
                ConditionMessage.forCondition("E2E migrations database")
                        .because(
                                excluded
                                        ? "DataSourceAutoConfiguration is excluded"
                                        : "the application has a DataSource"));
    }
}
