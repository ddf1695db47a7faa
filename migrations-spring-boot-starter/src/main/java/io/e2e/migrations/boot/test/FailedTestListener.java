package io.e2e.migrations.boot.test;

import io.e2e.migrations.MigrationService;
import io.e2e.migrations.boot.diagnostics.KeptExplainer;
import io.e2e.migrations.database.TargetDatabase;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestExecutionListener;

/**
 * When a test fails, says on which database it ran, and, if the database lacks something, what the migrations say about
 * it. At the level DEBUG, says before each test how a person gets into its database. Never starts a context, and never
 * hides the test's own error.
 */
final class FailedTestListener implements TestExecutionListener, Ordered {

    private static final Logger LOG = LoggerFactory.getLogger(FailedTestListener.class);

    /** After the listeners that change the database before a test; before them after it. */
    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }

    @Override
    public void beforeTestMethod(TestContext testContext) {
        if (LOG.isDebugEnabled()) {
            service(testContext)
                    .map(MigrationService::database)
                    .ifPresent(database -> LOG.debug(
                            "{} runs on {}{}",
                            testContext.getTestMethod().getName(),
                            database.description(),
                            database.address()
                                    .map(address -> ": " + address.psqlCommand())
                                    .orElse("")));
        }
    }

    @Override
    public void afterTestMethod(TestContext testContext) {
        Throwable failure = testContext.getTestException();
        if (failure == null) {
            return;
        }
        service(testContext).ifPresent(service -> {
            TargetDatabase database = service.database();
            LOG.warn(
                    "{} failed on {}{}",
                    testContext.getTestMethod().getName(),
                    database.description(),
                    database.address()
                            .map(address -> ": " + address.plainUrl() + " as " + address.user())
                            .orElse(""));
            KeptExplainer.in(testContext.getApplicationContext().getAutowireCapableBeanFactory())
                    .flatMap(explainer -> explainer.explain(failure))
                    .ifPresent(explanation -> LOG.warn("{} {}", explanation.problem(), explanation.remedy()));
        });
    }

    private static Optional<MigrationService> service(TestContext testContext) {
        return testContext.hasApplicationContext()
                ? Optional.ofNullable(testContext
                        .getApplicationContext()
                        .getBeanProvider(MigrationService.class)
                        .getIfAvailable())
                : Optional.empty();
    }
}
