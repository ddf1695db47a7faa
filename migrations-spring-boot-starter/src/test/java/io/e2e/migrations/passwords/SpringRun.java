package io.e2e.migrations.passwords;

import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Logger;
import io.e2e.migrations.MigrationService;
import io.e2e.migrations.database.TargetDatabase;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.DirtiesContext.HierarchyMode;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.TestContextManager;

/** Runs applications and tests as a user has them, with everything logged that this library logs at any level. */
final class SpringRun {

    private static final Map<String, String> COMMON =
            Map.of("logging.level.io.e2e.migrations", "trace", "e2e.migrations.tables", "audit_retention_policies");

    private SpringRun() {}

    /** Starts an application that cannot start with these properties. */
    static PasswordTrace fail(Map<String, String> properties) {
        SpringApplication application = new SpringApplication(Application.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        Map<String, Object> all = new HashMap<>(COMMON);
        all.putAll(properties);
        application.setDefaultProperties(all);
        try {
            Throwable failure = catchThrowable(() -> application.run().close());
            return new PasswordTrace().with(Objects.requireNonNull(failure, "the application started"));
        } finally {
            logAsBefore();
        }
    }

    /** The properties of a test whose database is kept when it fails. */
    static void keep(DynamicPropertyRegistry registry, Map<String, String> properties) {
        COMMON.forEach((name, value) -> registry.add(name, () -> value));
        registry.add("e2e.migrations.keep-failed", () -> "true");
        registry.add("e2e.migrations.isolation", () -> "method");
        properties.forEach((name, value) -> registry.add(name, () -> value));
    }

    /**
     * Runs a test that fails because a table is missing.
     *
     * @param meanwhile looks around while the database of the failed test is still there
     */
    static PasswordTrace failTest(Class<?> testClass, Look meanwhile) throws Exception {
        Method method = SpringRun.class.getDeclaredMethod("logAsBefore");
        TestContextManager manager = new TestContextManager(testClass);
        PasswordTrace trace = new PasswordTrace();
        try {
            ApplicationContext context = manager.getTestContext().getApplicationContext();
            manager.beforeTestMethod(testClass, method);
            Throwable failure = catchThrowable(() -> context.getBean(JdbcClient.class)
                    .sql("SELECT * FROM notification_audit")
                    .query()
                    .listOfRows());
            manager.afterTestExecution(testClass, method, failure);
            manager.afterTestMethod(testClass, method, failure);
            beans(context, trace.with(failure));
            meanwhile.at(context, trace);
        } finally {
            manager.getTestContext().markApplicationContextDirty(HierarchyMode.EXHAUSTIVE);
            logAsBefore();
        }
        return trace;
    }

    private static void beans(ApplicationContext context, PasswordTrace trace) {
        for (String name : context.getBeanDefinitionNames()) {
            Object bean = context.getBean(name);
            if (bean.getClass().getName().startsWith("io.e2e.migrations.")) {
                trace.with("bean " + name, bean);
            }
        }
        TargetDatabase database = context.getBean(MigrationService.class).database();
        trace.with("description", database.description()).with("address", database.address());
    }

    private static void logAsBefore() {
        ((Logger) LoggerFactory.getLogger("io.e2e.migrations")).setLevel(null);
    }

    /** Adds what can be seen while a test's database is there. */
    @FunctionalInterface
    interface Look {

        void at(ApplicationContext context, PasswordTrace trace) throws Exception;
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}
}
