package io.e2e.migrations.boot.test;

import io.e2e.migrations.MigrationService;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.plan.MigrationPlan;
import java.sql.SQLException;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.Ordered;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestExecutionListener;

/**
 * When a test fails, says on which database it ran, and, if a relation was missing, which migration makes it. Never
 * starts a context, and never hides the test's own error.
 */
final class FailedTestListener implements TestExecutionListener, Ordered {

    private static final Logger LOG = LoggerFactory.getLogger(FailedTestListener.class);

    /** SQLSTATE 42P01, undefined_table (PostgreSQL manual, appendix "PostgreSQL Error Codes"). */
    private static final String UNDEFINED_TABLE = "42P01";

    /** The server gives the relation's name only in its message; whatever stands in quotes there is tried. */
    private static final Pattern QUOTED = Pattern.compile("[\"«„“](?:\\w+\\.)?(\\w+)[\"»“”]");

    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }

    @Override
    public void afterTestExecution(TestContext testContext) {
        Throwable failure = testContext.getTestException();
        if (failure == null || !testContext.hasApplicationContext()) {
            return;
        }
        ObjectProvider<MigrationService> provider =
                testContext.getApplicationContext().getBeanProvider(MigrationService.class);
        MigrationService service = provider.getIfAvailable();
        if (service != null) {
            TargetDatabase database = service.database();
            LOG.warn(
                    "{} failed on {}{}",
                    testContext.getTestMethod().getName(),
                    database.description(),
                    database.address()
                            .map(address -> ": " + address.plainUrl() + " as " + address.user())
                            .orElse(""));
            missingRelation(failure).forEach(name -> explain(name, service));
        }
    }

    private static Stream<String> missingRelation(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && UNDEFINED_TABLE.equals(sql.getSQLState())) {
                return QUOTED.matcher(String.valueOf(sql.getMessage()))
                        .results()
                        .map(match -> match.group(1));
            }
        }
        return Stream.empty();
    }

    private static void explain(String relation, MigrationService service) {
        service.planFor(relation)
                .map(MigrationPlan::migrations)
                .filter(needed -> !service.plan().migrations().containsAll(needed))
                .ifPresent(needed -> LOG.warn(
                        "The relation {} is made by {}, which the selected tables do not need; add {} to"
                                + " e2e.migrations.tables",
                        relation,
                        needed.get(0).file(),
                        relation));
    }
}
