package io.e2e.migrations.boot.test;

import io.e2e.migrations.isolation.IsolatedAccess;
import java.lang.reflect.Method;
import java.util.Optional;
import org.springframework.core.Ordered;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestContextAnnotationUtils;
import org.springframework.test.context.TestExecutionListener;

/**
 * Tells the databases of a context which test begins, so that each class or method finds a new one. A context that is not
 * started yet is not started for that: its database is new anyway.
 */
final class IsolationListener implements TestExecutionListener, Ordered {

    /** Before a reset of the data, and so before transactions and scripts. */
    static final int ORDER = ResetDataListener.ORDER - 100;

    @Override
    public int getOrder() {
        return ORDER;
    }

    @Override
    public void beforeTestClass(TestContext testContext) {
        Class<?> testClass = testContext.getTestClass();
        access(testContext).ifPresent(access -> access.beforeClass(outermost(testClass), testClass));
    }

    @Override
    public void beforeTestMethod(TestContext testContext) {
        Class<?> testClass = testContext.getTestClass();
        access(testContext).ifPresent(access -> {
            access.joinClass(outermost(testClass), testClass);
            access.beforeMethod(new RunningMethod(testContext.getTestInstance(), testContext.getTestMethod()));
        });
    }

    @Override
    public void afterTestMethod(TestContext testContext) {
        RunningMethod method = new RunningMethod(testContext.getTestInstance(), testContext.getTestMethod());
        access(testContext).ifPresent(access -> access.afterMethod(method));
    }

    @Override
    public void afterTestClass(TestContext testContext) {
        Class<?> testClass = testContext.getTestClass();
        access(testContext).ifPresent(access -> access.afterClass(outermost(testClass), testClass));
    }

    private static Optional<IsolatedAccess> access(TestContext testContext) {
        return testContext.hasApplicationContext()
                ? Optional.ofNullable(testContext
                        .getApplicationContext()
                        .getBeanProvider(IsolatedAccess.class)
                        .getIfAvailable())
                : Optional.empty();
    }

    private static Class<?> outermost(Class<?> testClass) {
        Class<?> type = testClass;
        while (type.getEnclosingClass() != null && TestContextAnnotationUtils.searchEnclosingClass(type)) {
            type = type.getEnclosingClass();
        }
        return type;
    }

    /**
     * A test method that runs, once.
     *
     * @param instance the object on which it runs, which parallel runs of one method do not always share
     */
    private record RunningMethod(Object instance, Method method) {

        @Override
        public String toString() {
            return this.instance.getClass().getSimpleName() + "." + this.method.getName();
        }
    }
}
