package io.e2e.migrations.boot.diagnostics;

import io.e2e.migrations.boot.targets.Target;
import io.e2e.migrations.boot.targets.TargetChoice;
import io.e2e.migrations.config.MigrationException;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;

/**
 * When the role of the embedded database lacks a right, or a role exists already because contexts share the server: shows
 * the server's words, and the property or the statement that helps. It does not matter whose statement it was, ours, that of
 * Flyway or Liquibase, or of a bean.
 */
final class EmbeddedRightsFailureAnalyzer extends AbstractFailureAnalyzer<SQLException> {

    /** SQLSTATE insufficient_privilege and duplicate_object (PostgreSQL documentation, appendix A). */
    private static final String NO_RIGHT = "42501";

    private static final String DUPLICATE = "42710";

    private static final String SUPERUSER =
            "The role of the embedded database is no superuser, as that of a service is none. If the application's migrations"
                    + " create roles, extensions or the like, set e2e.migrations.embedded.superuser=true in the test's"
                    + " properties: the role is then one, as in PostgreSQL's container image.";

    private static final String SHARED =
            "Roles belong to a server, not to a database, and contexts with the same e2e.migrations.embedded properties share"
                    + " the server. Create the role only if pg_roles does not have it.";

    private final BeanFactory beanFactory;
    private final Environment environment;

    EmbeddedRightsFailureAnalyzer(BeanFactory beanFactory, Environment environment) {
        this.beanFactory = beanFactory;
        this.environment = environment;
    }

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, SQLException cause) {
        String hint = hint(cause);
        if (hint == null || !isEmbedded()) {
            return null;
        }
        MigrationException ours = findCause(rootFailure, MigrationException.class);
        return ours == null
                ? new FailureAnalysis(description(rootFailure, cause), hint, cause)
                : new FailureAnalysis(ours.problem(), ours.remedy() + "\n" + hint, ours);
    }

    private @Nullable String hint(SQLException cause) {
        if (NO_RIGHT.equals(cause.getSQLState())) {
            boolean already = this.environment.getProperty("e2e.migrations.embedded.superuser", Boolean.class, false);
            return already ? null : SUPERUSER;
        }
        boolean role = DUPLICATE.equals(cause.getSQLState())
                && String.valueOf(cause.getMessage()).contains("role ");
        return role ? SHARED : null;
    }

    /** As the bean definitions say it, which outlive the beans; generated ones do not, then as the properties say it. */
    private boolean isEmbedded() {
        return Optional.of(this.beanFactory)
                .filter(ConfigurableListableBeanFactory.class::isInstance)
                .map(ConfigurableListableBeanFactory.class::cast)
                .flatMap(TargetChoice::in)
                .or(() -> TargetChoice.byProperties(this.environment))
                .map(choice -> choice.target() == Target.EMBEDDED)
                .orElse(true);
    }

    /** The words of the exception around the server's, which names file and line if it is a tool's. */
    private static String description(Throwable rootFailure, SQLException cause) {
        Throwable around = rootFailure;
        while (around.getCause() != null && !around.getCause().equals(cause)) {
            around = around.getCause();
        }
        return String.valueOf(around.getMessage()).strip();
    }
}
