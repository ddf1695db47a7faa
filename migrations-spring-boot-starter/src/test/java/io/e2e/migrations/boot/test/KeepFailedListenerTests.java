package io.e2e.migrations.boot.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.DirtiesContext.HierarchyMode;
import org.springframework.test.context.TestContextManager;

@ExtendWith(OutputCaptureExtension.class)
class KeepFailedListenerTests {

    private static void run(Class<?> testClass, @Nullable Throwable failure) throws Exception {
        Method method = Stream.of(Base.class.getMethods())
                .filter(candidate -> candidate.getName().equals("test"))
                .findFirst()
                .orElseThrow();
        TestContextManager manager = new TestContextManager(testClass);
        JdbcClient jdbc = manager.getTestContext().getApplicationContext().getBean(JdbcClient.class);
        Object instance = new Object();
        manager.beforeTestMethod(instance, method);
        jdbc.sql("SELECT 1").query().singleValue();
        manager.afterTestMethod(instance, method, failure);
        manager.getTestContext().markApplicationContextDirty(HierarchyMode.EXHAUSTIVE);
    }

    @Test
    void theDatabaseOfAFailedTestIsKeptAndSaysHowToGetThere(CapturedOutput output) throws Exception {
        run(Isolated.class, new AssertionError());

        assertThat(output)
                .containsPattern(
                        "Kept the database of Isolated.test: jdbc:postgresql://127.0.0.1:\\d+/action_history\\w+"
                                + " as slm_user with password \\S+, until the embedded server ends")
                .doesNotContain("Later tests use");
    }

    @Test
    void aTestThatPassesKeepsNothing(CapturedOutput output) throws Exception {
        run(Isolated.class, null);

        assertThat(output).doesNotContain("Kept the database");
    }

    @Test
    void withoutThePropertyNothingIsKept(CapturedOutput output) throws Exception {
        run(NotKept.class, new AssertionError());

        assertThat(output).doesNotContain("Kept the database");
    }

    @Test
    void whereOtherTestsGoOnInItTheyAreMentioned(CapturedOutput output) throws Exception {
        run(OfItsContext.class, new AssertionError());

        assertThat(output)
                .contains("Kept the database of OfItsContext.test: ")
                .contains("Later tests use the kept database, too: e2e.migrations.isolation is not method");
    }

    @Test
    void aSharedDatabaseIsNotKept(CapturedOutput output) throws Exception {
        run(Shared.class, new AssertionError());

        assertThat(output)
                .contains(
                        "The database of Shared.test is not kept, although e2e.migrations.keep-failed is set: the next"
                                + " tests use it too. Set e2e.migrations.isolation=method");
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}

    public abstract static class Base {

        public void test() {}
    }

    @SpringBootTest(classes = Application.class, properties = "e2e.migrations.keep-failed=true")
    @E2eMigrations(tables = "audit_retention_policies", isolation = "method")
    public static class Isolated extends Base {}

    @SpringBootTest(classes = Application.class)
    @E2eMigrations(tables = "audit_retention_policies", isolation = "method")
    public static class NotKept extends Base {}

    @SpringBootTest(classes = Application.class, properties = "e2e.migrations.keep-failed=true")
    @E2eMigrations(tables = "audit_retention_policies", isolation = "context")
    public static class OfItsContext extends Base {}

    @SpringBootTest(classes = Application.class, properties = "e2e.migrations.keep-failed=true")
    @E2eMigrations(tables = "audit_retention_policies")
    public static class Shared extends Base {}
}
