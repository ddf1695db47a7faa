package io.e2e.migrations.boot.test;

import static io.e2e.migrations.boot.test.InnerSuite.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.boot.test.InnerSuite.Application;
import io.e2e.migrations.boot.test.InnerSuite.Base;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationContext;
import org.springframework.context.SmartLifecycle;
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

        private final AtomicInteger starts = new AtomicInteger();
        private volatile boolean running;

        @Override
        public void start() {
            this.starts.incrementAndGet();
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
                assertThat(this.pausable.starts).as("pauses are real").hasValue(visit());
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
}
