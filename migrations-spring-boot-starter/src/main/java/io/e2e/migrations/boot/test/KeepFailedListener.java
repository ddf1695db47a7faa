package io.e2e.migrations.boot.test;

import io.e2e.migrations.config.MigrationException;
import io.e2e.migrations.isolation.IsolatedAccess;
import io.e2e.migrations.isolation.Isolation;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestExecutionListener;

/**
 * Keeps the database of a failed test if {@code e2e.migrations.keep-failed} is set, and says how to get there. Never
 * starts a context, and never hides the test's own error.
 */
final class KeepFailedListener implements TestExecutionListener, Ordered {

    private static final Logger LOG = LoggerFactory.getLogger(KeepFailedListener.class);

    /** With the listener that names the database of a failed test. */
    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }

    @Override
    public void afterTestMethod(TestContext testContext) {
        if (testContext.getTestException() != null && testContext.hasApplicationContext()) {
            ApplicationContext context = testContext.getApplicationContext();
            if (context.getEnvironment().getProperty("e2e.migrations.keep-failed", Boolean.class, false)) {
                keep(testContext, context.getBeanProvider(IsolatedAccess.class).getIfAvailable());
            }
        }
    }

    private static void keep(TestContext testContext, @Nullable IsolatedAccess access) {
        String test = testContext.getTestClass().getSimpleName() + "."
                + testContext.getTestMethod().getName();
        if (access == null) {
            LOG.warn(
                    "The database of {} is not kept, although e2e.migrations.keep-failed is set: the next tests use it"
                            + " too. Set e2e.migrations.isolation=method",
                    test);
            return;
        }
        try {
            access.keepPresent(test + " failed").forEach(where -> LOG.warn("Kept the database of {}: {}", test, where));
            if (access.isolation() != Isolation.METHOD) {
                LOG.warn("Later tests use the kept database, too: e2e.migrations.isolation is not method");
            }
        } catch (MigrationException ex) {
            LOG.warn("The database of {} could not be kept", test, ex);
        }
    }
}
