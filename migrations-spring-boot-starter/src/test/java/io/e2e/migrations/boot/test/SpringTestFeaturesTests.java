package io.e2e.migrations.boot.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.e2e.migrations.MigrationService;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
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
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.DirtiesContext;

/** Test classes as others write them, run by JUnit and Spring in one suite. */
class SpringTestFeaturesTests {

    private static final List<ApplicationContext> CONTEXTS = new CopyOnWriteArrayList<>();

    /** Lets each of two classes in only when the other one is there. */
    private static final CyclicBarrier BOTH = new CyclicBarrier(2);

    @BeforeEach
    void forgetContexts() {
        CONTEXTS.clear();
    }

    @Test
    void twoSelectionsRunBesideEachOther() {
        run(true, InParallel.Audit.class, InParallel.Notifications.class)
                .assertStatistics(statistics -> statistics.succeeded(2));
    }

    @Test
    void theDatabaseOfAPausedContextStillWorksWhenItIsResumed() {
        run(false, Switching.A.class, Switching.B.class, Switching.AgainA.class, Switching.AgainB.class)
                .assertStatistics(statistics -> statistics.succeeded(4));

        assertThat(CONTEXTS).hasSize(4);
        assertThat(CONTEXTS.get(2)).isSameAs(CONTEXTS.get(0));
        assertThat(CONTEXTS.get(3)).isSameAs(CONTEXTS.get(1)).isNotSameAs(CONTEXTS.get(0));
    }

    @Test
    void aContextAfterADirtyOneHasADatabaseOfItsOwn() {
        run(false, Dirty.First.class, Dirty.Second.class).assertStatistics(statistics -> statistics.succeeded(2));

        assertThat(CONTEXTS).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void theAnnotationMayStandInAllPlacesWhereSpringLooksForOne() {
        run(false, Places.Inheriting.class, Places.Replacing.class, Places.ByItsOwnAnnotation.class)
                .assertStatistics(statistics -> statistics.succeeded(5));
    }

    private static Events run(boolean parallel, Class<?>... classes) {
        Events tests = EngineTestKit.engine("junit-jupiter")
                .configurationParameter(OnlyInside.PARAMETER, "true")
                .configurationParameter("junit.jupiter.execution.parallel.enabled", String.valueOf(parallel))
                .configurationParameter("junit.jupiter.execution.parallel.mode.classes.default", "concurrent")
                .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
                .configurationParameter("junit.jupiter.execution.parallel.config.fixed.parallelism", "2")
                .selectors(Arrays.stream(classes).map(type -> selectClass(type)).toArray(DiscoverySelector[]::new))
                .execute()
                .testEvents();
        tests.failed().stream()
                .forEach(event -> event.getPayload(TestExecutionResult.class)
                        .flatMap(TestExecutionResult::getThrowable)
                        .ifPresent(failure -> {
                            throw new AssertionError(event.getTestDescriptor().getDisplayName(), failure);
                        }));
        return tests;
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
                    .map(migration -> migration.number())
                    .toList();
        }
    }

    static class InParallel {

        @E2eMigrations(tables = "audit_retention_policies", groups = "notifications")
        static class Audit extends Base {

            @Test
            void hasItsTables() throws BrokenBarrierException, InterruptedException, TimeoutException {
                BOTH.await(2, TimeUnit.MINUTES);
                this.jdbc.sql("DELETE FROM audit_retention_policies").update();
                BOTH.await(2, TimeUnit.MINUTES);
                assertThat(rows("audit_retention_policies")).isZero();
                assertThat(rows("notification_audit")).isZero();
            }
        }

        @E2eMigrations(tables = "audit_retention_policies")
        static class Notifications extends Base {

            @Test
            void hasItsTables() throws BrokenBarrierException, InterruptedException, TimeoutException {
                BOTH.await(2, TimeUnit.MINUTES);
                BOTH.await(2, TimeUnit.MINUTES);
                assertThat(rows("audit_retention_policies")).isEqualTo(5);
            }
        }
    }

    /** Like a message listener: stopped while another context's tests run. */
    static class Pausable implements SmartLifecycle {

        private volatile int starts;
        private volatile boolean running;

        @Override
        public void start() {
            this.starts = this.starts + 1;
            this.running = true;
        }

        @Override
        public void stop() {
            this.running = false;
        }

        @Override
        public boolean isRunning() {
            return this.running;
        }
    }

    static class Switching {

        abstract static class Counting extends Base {

            @Autowired
            private Pausable pausable;

            abstract int visit();

            @Test
            void rowsOfTheFirstVisitAreStillThere() {
                CONTEXTS.add(this.context);
                assertThat(this.pausable.starts).as("pauses are real").isEqualTo(visit());
                assertThat(rows("audit_retention_policies")).isEqualTo(4 + visit());
                this.jdbc
                        .sql("INSERT INTO audit_retention_policies (event_category, retention_days) VALUES (?, 1)")
                        .param("visit " + visit())
                        .update();
            }
        }

        @SpringBootTest(
                classes = {Application.class, Pausable.class},
                properties = "switching=a")
        @E2eMigrations(tables = "audit_retention_policies")
        static class A extends Counting {
            @Override
            int visit() {
                return 1;
            }
        }

        static class AgainA extends A {
            @Override
            int visit() {
                return 2;
            }
        }

        @SpringBootTest(
                classes = {Application.class, Pausable.class},
                properties = "switching=b")
        @E2eMigrations(tables = "audit_retention_policies")
        static class B extends Counting {
            @Override
            int visit() {
                return 1;
            }
        }

        static class AgainB extends B {
            @Override
            int visit() {
                return 2;
            }
        }
    }

    static class Dirty {

        @SpringBootTest(classes = Application.class, properties = "dirty=yes")
        @E2eMigrations(tables = "audit_retention_policies")
        @DirtiesContext
        abstract static class Spoiling extends Base {

            @Test
            void theSeedRowsAreThere() {
                CONTEXTS.add(this.context);
                assertThat(this.jdbc.sql("DELETE FROM audit_retention_policies").update())
                        .isEqualTo(5);
            }
        }

        static class First extends Spoiling {}

        static class Second extends Spoiling {}
    }

    static class Places {

        @Retention(RetentionPolicy.RUNTIME)
        @SpringBootTest(classes = Application.class)
        @E2eMigrations(tables = "notification_audit")
        @interface NotificationTest {}

        @E2eMigrations(tables = "notification_audit")
        abstract static class Selecting extends Base {}

        static class Inheriting extends Selecting {

            @Test
            void hasItsSelection() {
                assertThat(planned()).containsExactly(21);
            }
        }

        @E2eMigrations(tables = "audit_retention_policies")
        static class Replacing extends Selecting {

            @Test
            void hasItsOwnSelectionOnly() {
                assertThat(planned()).contains(24).doesNotContain(21);
            }

            @Nested
            class InItself {

                @Test
                void hasThatOfTheClassAround() {
                    assertThat(planned()).contains(24).doesNotContain(21);
                }
            }

            @Nested
            @E2eMigrations(tables = "notification_audit")
            class WithItsOwn {

                @Autowired
                private MigrationService own;

                @Test
                void hasThat() {
                    assertThat(this.own.plan().migrations())
                            .extracting(migration -> migration.number())
                            .containsExactly(21);
                }
            }
        }

        @ExtendWith(OnlyInside.class)
        @NotificationTest
        static class ByItsOwnAnnotation {

            @Autowired
            private MigrationService migrations;

            @Test
            void hasTheSelectionOfThat() {
                assertThat(this.migrations.plan().migrations())
                        .extracting(migration -> migration.number())
                        .containsExactly(21);
            }
        }
    }
}
