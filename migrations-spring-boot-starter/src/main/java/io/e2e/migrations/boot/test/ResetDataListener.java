package io.e2e.migrations.boot.test;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.MigrationService;
import io.e2e.migrations.boot.test.ResetData.Phase;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestContextAnnotationUtils;
import org.springframework.test.context.TestContextAnnotationUtils.AnnotationDescriptor;
import org.springframework.test.context.TestExecutionListener;

/** Does what {@link ResetData} asks for. Without the annotation it does nothing, and starts no context. */
final class ResetDataListener implements TestExecutionListener, Ordered {

    /**
     * After injection (2000) and DirtiesContext (3000), before the transaction of a test method (4000) and the scripts of
     * Sql (5000); what comes after a test is called in the opposite order.
     */
    static final int ORDER = 3500;

    private static final Logger LOG = LoggerFactory.getLogger(ResetDataListener.class);

    @Override
    public int getOrder() {
        return ORDER;
    }

    @Override
    public void beforeTestClass(TestContext testContext) {
        if (classAsksFor(Phase.BEFORE_CLASS, testContext)) {
            reset(testContext);
        }
    }

    @Override
    public void beforeTestMethod(TestContext testContext) {
        if (methodAsksFor(Phase.BEFORE_METHOD, testContext)) {
            reset(testContext);
        }
    }

    @Override
    public void afterTestMethod(TestContext testContext) {
        if (methodAsksFor(Phase.AFTER_METHOD, testContext) && testContext.hasApplicationContext()) {
            reset(testContext);
        }
    }

    @Override
    public void afterTestClass(TestContext testContext) {
        if (classAsksFor(Phase.AFTER_CLASS, testContext) && testContext.hasApplicationContext()) {
            reset(testContext);
        }
    }

    /** A nested class is a part of the class whose annotation it has, not another class. */
    private static boolean classAsksFor(Phase phase, TestContext testContext) {
        AnnotationDescriptor<ResetData> found = ofClass(testContext);
        return found != null
                && found.getAnnotation().phase() == phase
                && found.getRootDeclaringClass().isAssignableFrom(testContext.getTestClass());
    }

    private static boolean methodAsksFor(Phase phase, TestContext testContext) {
        AnnotationDescriptor<ResetData> ofClass = ofClass(testContext);
        ResetData ofMethod = AnnotatedElementUtils.findMergedAnnotation(testContext.getTestMethod(), ResetData.class);
        if (ofMethod != null && (ofMethod.phase() == Phase.BEFORE_CLASS || ofMethod.phase() == Phase.AFTER_CLASS)) {
            throw ResetDataException.phaseOfClassOnMethod(testContext.getTestMethod(), ofMethod.phase());
        }
        return (ofClass != null && ofClass.getAnnotation().phase() == phase)
                || (ofMethod != null && ofMethod.phase() == phase);
    }

    private static @Nullable AnnotationDescriptor<ResetData> ofClass(TestContext testContext) {
        return TestContextAnnotationUtils.findAnnotationDescriptor(testContext.getTestClass(), ResetData.class);
    }

    private static void reset(TestContext testContext) {
        ApplicationContext context = testContext.getApplicationContext();
        MigrationService service =
                context.getBeanProvider(MigrationService.class).getIfAvailable();
        if (service == null) {
            if (!context.getEnvironment().getProperty("e2e.migrations.enabled", Boolean.class, true)) {
                throw ResetDataException.disabled(testContext.getTestClass());
            }
            LOG.warn(
                    "{} asks for @ResetData, but its context has no MigrationService, so nothing is reset",
                    testContext.getTestClass().getName());
            return;
        }
        List<MigrationConfig> configs = context.getBeanProvider(MigrationConfig.class)
                .orderedStream()
                // A selection makes no difference to a reset.
                .map(config -> config.withTables(List.of()))
                .distinct()
                .toList();
        if (configs.isEmpty()) {
            service.reset();
        } else {
            configs.forEach(service::reset);
        }
    }
}
