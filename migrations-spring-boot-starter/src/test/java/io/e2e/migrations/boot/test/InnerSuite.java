package io.e2e.migrations.boot.test;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.e2e.migrations.MigrationService;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Test classes as others write them, run by JUnit and Spring in one suite within a test. */
final class InnerSuite {

    private InnerSuite() {}

    /** Runs these classes, side by side if so wanted; the first failure of theirs is the caller's. */
    static Events run(boolean parallel, Class<?>... classes) {
        Events tests = execute(parallel, classes);
        tests.failed().stream()
                .forEach(event -> event.getPayload(TestExecutionResult.class)
                        .flatMap(TestExecutionResult::getThrowable)
                        .ifPresent(failure -> {
                            throw new AssertionError(event.getTestDescriptor().getDisplayName(), failure);
                        }));
        return tests;
    }

    /** Runs these classes, side by side if so wanted. */
    static Events execute(boolean parallel, Class<?>... classes) {
        return EngineTestKit.engine("junit-jupiter")
                .configurationParameter(OnlyInside.PARAMETER, "true")
                .configurationParameter("junit.jupiter.execution.parallel.enabled", String.valueOf(parallel))
                .configurationParameter("junit.jupiter.execution.parallel.mode.classes.default", "concurrent")
                .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
                .configurationParameter("junit.jupiter.execution.parallel.config.fixed.parallelism", "2")
                .selectors(Arrays.stream(classes).map(type -> selectClass(type)).toArray(DiscoverySelector[]::new))
                .execute()
                .testEvents();
    }

    /** Keeps an IDE, which finds every class with tests, from running these by themselves. */
    static final class OnlyInside implements ExecutionCondition {

        static final String PARAMETER = "inside.another.test";

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return context.getConfigurationParameter(PARAMETER).isPresent()
                    ? ConditionEvaluationResult.enabled("run by a test")
                    : ConditionEvaluationResult.disabled("only a part of another test");
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}

    @ExtendWith(OnlyInside.class)
    @SpringBootTest(classes = Application.class)
    abstract static class Base {

        @Autowired
        JdbcClient jdbc;

        @Autowired
        ApplicationContext context;

        @Autowired
        MigrationService migrations;

        int rows(String table) {
            return this.jdbc
                    .sql("SELECT count(*) FROM " + table)
                    .query(Integer.class)
                    .single();
        }

        List<Integer> planned() {
            return this.migrations.plan().migrations().stream()
                    .map(migration -> migration.version().parts().get(0).intValue())
                    .toList();
        }
    }
}
