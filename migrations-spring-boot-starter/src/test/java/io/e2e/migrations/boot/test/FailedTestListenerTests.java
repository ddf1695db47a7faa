package io.e2e.migrations.boot.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.logging.LoggingSystem;
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

        manager.afterTestMethod(new NeedsAudit(), METHOD, failure);

        assertThat(output)
                .contains("failed on embedded PostgreSQL")
                .containsPattern(": jdbc:postgresql://127.0.0.1:\\d+/action_history\\w* as slm_user")
                .contains("notification_audit does not exist in this database: 021_create_notification_audit_table.sql"
                        + " creates it, and the selected tables do not need that migration. Add notification_audit to"
                        + " e2e.migrations.tables (now audit_events)");
    }

    @Test
    void anUnknownRelationIsSaidToBeInNoCatalog(CapturedOutput output) throws Exception {
        TestContextManager manager = new TestContextManager(NeedsAudit.class);
        JdbcClient jdbc = manager.getTestContext().getApplicationContext().getBean(JdbcClient.class);
        Throwable failure =
                failureOf(() -> jdbc.sql("SELECT * FROM no_such_table").query().listOfRows());

        manager.afterTestMethod(new NeedsAudit(), METHOD, failure);

        assertThat(output)
                .contains("failed on embedded PostgreSQL")
                .contains("no_such_table does not exist in this database, and no migration of"
                        + " classpath:db/e2e-migrations creates it.");
    }

    @Test
    void failedTestWhenNothingWasAppliedNamesApply(CapturedOutput output) throws Exception {
        TestContextManager manager = new TestContextManager(Manual.class);
        JdbcClient jdbc = manager.getTestContext().getApplicationContext().getBean(JdbcClient.class);
        Throwable failure =
                failureOf(() -> jdbc.sql("SELECT * FROM audit_events").query().listOfRows());

        manager.afterTestMethod(new NeedsAudit(), METHOD, failure);

        assertThat(output)
                .contains("audit_events does not exist yet: 013_create_audit_events_table.sql creates it, but"
                        + " e2e.migrations.apply=manual applies nothing when the context starts. Set"
                        + " e2e.migrations.apply=startup, or call MigrationService.applyMigrations() before audit_events is"
                        + " used.");
    }

    @Test
    void aTestThatPassesSaysNothing(CapturedOutput output) throws Exception {
        TestContextManager manager = new TestContextManager(NeedsAudit.class);
        manager.getTestContext().getApplicationContext();

        manager.afterTestMethod(new NeedsAudit(), METHOD, null);

        assertThat(output).doesNotContain("failed on");
    }

    @Test
    void beforeTestWhenLevelIsDebugLogsCommandThatOpensItsDatabase(CapturedOutput output) throws Exception {
        debug(new TestContextManager(Debugged.class));

        assertThat(output)
                .containsPattern(
                        METHOD.getName() + " runs on embedded PostgreSQL [0-9.]+ at 127.0.0.1:\\d+/action_history\\w*:"
                                + " psql 'postgresql://127.0.0.1:\\d+/action_history\\w*\\?user=slm_user&password=[\\w-]{32,}'");
    }

    @Test
    void beforeTestWhenPasswordIsConfiguredLogsNone(CapturedOutput output) throws Exception {
        debug(new TestContextManager(DebuggedWithPassword.class));

        assertThat(output).containsPattern("psql 'postgresql://127.0.0.1:\\d+/action_history\\w*\\?user=slm_user'");
        assertThat(output.toString()).doesNotContain("hunter2");
    }

    private static void debug(TestContextManager manager) throws Exception {
        LoggingSystem logging = LoggingSystem.get(FailedTestListenerTests.class.getClassLoader());
        try {
            manager.getTestContext().getApplicationContext();
            manager.beforeTestMethod(new Object(), METHOD);
        } finally {
            logging.setLogLevel("io.e2e.migrations", null);
        }
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

    @SpringBootTest(classes = Application.class)
    @E2eMigrations(tables = "audit_events", apply = "manual")
    static class Manual {}

    @SpringBootTest(classes = Application.class, properties = "logging.level.io.e2e.migrations=debug")
    @E2eMigrations(tables = "audit_events")
    static class Debugged {}

    @SpringBootTest(
            classes = Application.class,
            properties = {"logging.level.io.e2e.migrations=debug", "e2e.migrations.postgres-password=hunter2"})
    @E2eMigrations(tables = "audit_events", isolation = "method")
    static class DebuggedWithPassword {}
}
