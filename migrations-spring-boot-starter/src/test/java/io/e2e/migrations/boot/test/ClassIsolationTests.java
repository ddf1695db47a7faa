package io.e2e.migrations.boot.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.e2e.migrations.isolation.ParallelTestsException;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.DirtiesContext.HierarchyMode;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestContextManager;
import org.springframework.test.context.TestExecutionListener;
import org.springframework.test.context.jdbc.SqlScriptsTestExecutionListener;
import org.springframework.test.context.transaction.TransactionalTestExecutionListener;

/** A database for each class, driven by hand; and what a context's start leaves. */
class ClassIsolationTests {

    private final TestContextManager first = new TestContextManager(First.class);
    private final TestContextManager second = new TestContextManager(Second.class);
    private final TestContextManager inner = new TestContextManager(First.Inner.class);

    @AfterEach
    void endContext() {
        if (this.first.getTestContext().hasApplicationContext()) {
            this.first.getTestContext().markApplicationContextDirty(HierarchyMode.EXHAUSTIVE);
        }
    }

    private static ApplicationContext context(TestContextManager manager) {
        return manager.getTestContext().getApplicationContext();
    }

    private static JdbcClient jdbc(TestContextManager manager) {
        return context(manager).getBean(JdbcClient.class);
    }

    private static long rows(TestContextManager manager) {
        return jdbc(manager)
                .sql("SELECT count(*) FROM of_the_start")
                .query(Long.class)
                .single();
    }

    private static void add(TestContextManager manager) {
        jdbc(manager).sql("INSERT INTO of_the_start VALUES (1)").update();
    }

    private static void method(TestContextManager manager, String name) throws Exception {
        Object instance = new Object();
        manager.beforeTestMethod(instance, Base.class.getMethod(name));
        manager.afterTestMethod(instance, Base.class.getMethod(name), null);
    }

    @Test
    void standsBeforeResetsTransactionsAndScripts() {
        List<Class<?>> listeners = this.first.getTestExecutionListeners().stream()
                .<Class<?>>map(TestExecutionListener::getClass)
                .toList();

        assertThat(listeners)
                .containsSubsequence(
                        IsolationListener.class,
                        ResetDataListener.class,
                        TransactionalTestExecutionListener.class,
                        SqlScriptsTestExecutionListener.class);
    }

    @Test
    void theListenerStartsNoContext() throws Exception {
        TestContext context = this.first.getTestContext();

        new IsolationListener().beforeTestClass(context);

        assertThat(context.hasApplicationContext()).isFalse();
    }

    @Test
    void methodsOfAClassShareADatabaseAndClassesDoNot() throws Exception {
        this.first.beforeTestClass();
        assertThat(rows(this.first)).isEqualTo(1);
        add(this.first);
        method(this.first, "one");
        method(this.first, "other");
        assertThat(rows(this.first)).isEqualTo(2);
        this.first.afterTestClass();

        this.second.beforeTestClass();
        assertThat(context(this.second)).isSameAs(context(this.first));
        assertThat(rows(this.second)).isEqualTo(1);
        this.second.afterTestClass();
    }

    @Test
    void aNestedClassBelongsToTheOneAroundIt() throws Exception {
        this.first.beforeTestClass();
        add(this.first);
        this.inner.beforeTestClass();
        method(this.inner, "one");
        assertThat(rows(this.inner)).isEqualTo(2);
        this.inner.afterTestClass();
        assertThat(rows(this.first)).isEqualTo(2);
        this.first.afterTestClass();
    }

    @Test
    void aClassThatRunsBesideAnotherOneWaitsForIt() throws Exception {
        this.first.beforeTestClass();
        context(this.first);
        method(this.first, "one");
        FutureTask<Long> waiting = new FutureTask<>(() -> {
            this.second.beforeTestClass();
            long found = rows(this.second);
            this.second.afterTestClass();
            return found;
        });
        new Thread(waiting).start();
        add(this.first);
        assertThat(rows(this.first)).isEqualTo(2);
        assertThat(waiting.isDone()).isFalse();
        this.first.afterTestClass();

        assertThat(waiting.get()).isEqualTo(1);
    }

    @Test
    void aClassThatBeginsWithinAnotherOneIsRefused() throws Exception {
        context(this.first);
        this.first.beforeTestClass();

        assertThatThrownBy(this.second::beforeTestClass)
                .isInstanceOf(ParallelTestsException.class)
                .hasMessage("""
                        With e2e.migrations.isolation=class, the tests of one application context run one after another,\
                         but Second begins on the thread of First, which is not over.
                        Action: Run these tests one after another (@Execution(SAME_THREAD), or @ResourceLock with a\
                         common name), or set e2e.migrations.isolation=context and let each test use rows of its own.""");
        this.first.afterTestClass();
        this.second.beforeTestClass();
        this.second.afterTestClass();
    }

    @SpringBootTest(
            classes = Application.class,
            properties = {
                "spring.sql.init.mode=always",
                "spring.sql.init.schema-locations=classpath:isolation/schema.sql",
                "spring.datasource.hikari.maximum-pool-size=3"
            })
    @E2eMigrations(tables = "audit_retention_policies", isolation = "class")
    public abstract static class Base {

        public void one() {}

        public void other() {}
    }

    public static class First extends Base {

        public class Inner {

            public void one() {}
        }
    }

    public static class Second extends Base {}

    /** Fills a table that a script of its own makes, when it starts. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        @Bean
        ApplicationRunner fill(JdbcClient jdbc) {
            return arguments -> jdbc.sql("INSERT INTO of_the_start VALUES (0)").update();
        }
    }
}
