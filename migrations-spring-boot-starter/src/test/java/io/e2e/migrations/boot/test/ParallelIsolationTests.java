package io.e2e.migrations.boot.test;

import static io.e2e.migrations.boot.test.InnerSuite.execute;
import static io.e2e.migrations.boot.test.InnerSuite.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import io.e2e.migrations.boot.test.InnerSuite.Base;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.test.context.TestPropertySource;

/** Classes and methods that JUnit runs side by side on one context, each with a database of its own. */
@ExtendWith(OutputCaptureExtension.class)
class ParallelIsolationTests {

    private static final Set<String> DATABASES = ConcurrentHashMap.newKeySet();

    @Test
    void methodsOfTwoClassesWaitForEachOther(CapturedOutput output) {
        run(true, OfMethods.First.class, OfMethods.Second.class)
                .assertStatistics(statistics -> statistics.succeeded(2 * 12));

        assertThat(output.toString().split(" waits for ", -1)).hasSize(2);
        assertThat(output)
                .containsPattern("(First|Second|Inside)\\.\\w+ waits for (First|Second|Inside)\\.\\w+: with"
                        + " e2e.migrations.isolation=method, the tests of one application context run one after"
                        + " another");
    }

    @Test
    void classesWaitForEachOther() {
        DATABASES.clear();
        run(true, OfClasses.First.class, OfClasses.Second.class, OfClasses.Third.class)
                .assertStatistics(statistics -> statistics.succeeded(3 * 4));

        assertThat(DATABASES).hasSize(3);
    }

    @Test
    void aTestThatFailsOrHangsReleasesTheOthers() {
        execute(true, Failing.First.class, Failing.Second.class)
                .assertStatistics(statistics -> statistics.succeeded(2 * 2).failed(2 * 2));
    }

    @E2eMigrations(tables = "audit_retention_policies", isolation = "method")
    @Execution(CONCURRENT)
    abstract static class Isolated extends Base {

        void useUp() {
            assertThat(rows("audit_retention_policies")).isEqualTo(5);
            this.jdbc.sql("DELETE FROM audit_retention_policies").update();
            assertThat(rows("audit_retention_policies")).isZero();
        }
    }

    static class OfMethods {

        @TestPropertySource(properties = "context.of=methods")
        abstract static class Both extends Isolated {

            @RepeatedTest(4)
            void repeated() {
                useUp();
            }

            @ParameterizedTest
            @ValueSource(ints = {1, 2, 3})
            void parameterized(int number) {
                assertThat(number).isPositive();
                useUp();
            }

            @Test
            @ResetData
            void reset() {
                useUp();
            }

            @Nested
            class Inside {

                @RepeatedTest(4)
                void nested() {
                    useUp();
                }
            }
        }

        static class First extends Both {}

        @TestInstance(TestInstance.Lifecycle.PER_CLASS)
        static class Second extends Both {}
    }

    static class OfClasses {

        @E2eMigrations(tables = "audit_retention_policies", isolation = "class")
        @TestInstance(TestInstance.Lifecycle.PER_CLASS)
        abstract static class Each extends Isolated {

            private String own = "";

            @BeforeAll
            void delete() {
                useUp();
                this.own = name();
            }

            private String name() {
                return this.jdbc
                        .sql("SELECT current_database()")
                        .query(String.class)
                        .single();
            }

            @RepeatedTest(4)
            void isInTheDatabaseOfItsClass() {
                assertThat(rows("audit_retention_policies")).isZero();
                assertThat(name()).isEqualTo(this.own);
                DATABASES.add(this.own);
            }
        }

        static class First extends Each {}

        static class Second extends Each {}

        static class Third extends Each {}
    }

    static class Failing {

        abstract static class Both extends Isolated {

            @Test
            void fails() {
                useUp();
                throw new IllegalStateException("on purpose");
            }

            @Test
            @Timeout(value = 300, unit = TimeUnit.MILLISECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
            void hangs() throws InterruptedException {
                useUp();
                new CountDownLatch(1).await();
            }

            @RepeatedTest(2)
            void succeeds() {
                useUp();
            }
        }

        static class First extends Both {}

        static class Second extends Both {}
    }
}
