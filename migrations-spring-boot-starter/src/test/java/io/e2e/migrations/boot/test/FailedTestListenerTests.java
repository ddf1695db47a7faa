package io.e2e.migrations.boot.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestContextManager;

@ExtendWith(OutputCaptureExtension.class)
class FailedTestListenerTests {

    private static final Method METHOD = FailedTestListenerTests.class.getDeclaredMethods()[0];

    @Test
    void aMissingRelationIsTracedToItsMigration(CapturedOutput output) throws Exception {
        TestContextManager manager = new TestContextManager(NeedsAudit.class);
        JdbcClient jdbc = manager.getTestContext().getApplicationContext().getBean(JdbcClient.class);
        Throwable failure = failureOf(
                () -> jdbc.sql("SELECT * FROM notification_audit").query().listOfRows());

        manager.afterTestExecution(new NeedsAudit(), METHOD, failure);

        assertThat(output)
                .contains("failed on embedded PostgreSQL")
                .containsPattern(": jdbc:postgresql://127.0.0.1:\\d+/action_history\\w* as slm_user")
                .contains("The relation notification_audit is made by 021_create_notification_audit_table.sql, which"
                        + " the selected tables do not need; add notification_audit to e2e.migrations.tables");
    }

    @Test
    void anUnknownRelationIsLeftToItsOwnError(CapturedOutput output) throws Exception {
        TestContextManager manager = new TestContextManager(NeedsAudit.class);
        JdbcClient jdbc = manager.getTestContext().getApplicationContext().getBean(JdbcClient.class);
        Throwable failure =
                failureOf(() -> jdbc.sql("SELECT * FROM no_such_table").query().listOfRows());

        manager.afterTestExecution(new NeedsAudit(), METHOD, failure);

        assertThat(output).contains("failed on embedded PostgreSQL").doesNotContain("no_such_table is made by");
    }

    @Test
    void aTestThatPassesSaysNothing(CapturedOutput output) throws Exception {
        TestContextManager manager = new TestContextManager(NeedsAudit.class);
        manager.getTestContext().getApplicationContext();

        manager.afterTestExecution(new NeedsAudit(), METHOD, null);

        assertThat(output).doesNotContain("failed on");
    }

    private static Throwable failureOf(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException ex) {
            return ex;
        }
        throw new AssertionError("it did not fail");
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}

    @SpringBootTest(classes = Application.class)
    @E2eMigrations(tables = "audit_events")
    static class NeedsAudit {}
}
