package io.e2e.migrations.boot.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.e2e.migrations.boot.test.ResetData.Phase;
import java.lang.reflect.Method;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestContextManager;
import org.springframework.test.context.TestExecutionListener;
import org.springframework.test.context.jdbc.SqlScriptsTestExecutionListener;
import org.springframework.test.context.support.DependencyInjectionTestExecutionListener;
import org.springframework.test.context.support.DirtiesContextTestExecutionListener;
import org.springframework.test.context.transaction.TransactionalTestExecutionListener;

/** Each phase by itself, driven by hand. */
@ExtendWith(OutputCaptureExtension.class)
class ResetDataListenerTests {

    @Test
    void standsBetweenInjectionAndTransactions() {
        List<Class<?>> listeners = new TestContextManager(Plain.class)
                .getTestExecutionListeners().stream()
                        .<Class<?>>map(TestExecutionListener::getClass)
                        .toList();

        assertThat(listeners)
                .containsSubsequence(
                        DependencyInjectionTestExecutionListener.class,
                        DirtiesContextTestExecutionListener.class,
                        ResetDataListener.class,
                        TransactionalTestExecutionListener.class,
                        SqlScriptsTestExecutionListener.class);
    }

    @Test
    void withoutTheAnnotationNoContextIsStarted() throws Exception {
        Run run = new Run(NeverStarted.class);

        run.manager.beforeTestClass();
        new ResetDataListener().beforeTestMethod(run.contextOf("test"));

        assertThat(run.context().hasApplicationContext()).isFalse();
    }

    @Test
    void beforeEachMethodIsTheDefault() throws Exception {
        Run run = new Run(ByDefault.class);

        assertThat(run.phasesThatReset("test")).containsExactly(Phase.BEFORE_METHOD);
    }

    @Test
    void afterEachMethod() throws Exception {
        assertThat(new Run(AfterMethod.class).phasesThatReset("test")).containsExactly(Phase.AFTER_METHOD);
    }

    @Test
    void beforeTheClass() throws Exception {
        assertThat(new Run(BeforeClass.class).phasesThatReset("test")).containsExactly(Phase.BEFORE_CLASS);
    }

    @Test
    void afterTheClass() throws Exception {
        assertThat(new Run(AfterClass.class).phasesThatReset("test")).containsExactly(Phase.AFTER_CLASS);
    }

    @Test
    void aSubclassInherits() throws Exception {
        assertThat(new Run(Inheriting.class).phasesThatReset("test")).containsExactly(Phase.BEFORE_CLASS);
    }

    @Test
    void aNestedClassIsNoNewClassButItsMethodsCount() throws Exception {
        assertThat(new Run(BeforeClass.Inner.class).phasesThatReset("test")).isEmpty();
        assertThat(new Run(ByDefault.Inner.class).phasesThatReset("test")).containsExactly(Phase.BEFORE_METHOD);
    }

    @Test
    void aMethodAddsToItsClass() throws Exception {
        assertThat(new Run(AfterMethod.class).phasesThatReset("fresh"))
                .containsExactly(Phase.BEFORE_METHOD, Phase.AFTER_METHOD);
        assertThat(new Run(Plain.class).phasesThatReset("fresh")).containsExactly(Phase.BEFORE_METHOD);
    }

    @Test
    void aPhaseOfClassesOnAMethodIsRefused() {
        Run run = new Run(Plain.class);

        assertThatThrownBy(() -> new ResetDataListener().beforeTestMethod(run.contextOf("wrong")))
                .isInstanceOf(ResetDataException.class)
                .hasMessage(Base.class.getName() + """
                        .wrong asks for @ResetData with phase AFTER_CLASS, which applies to classes, not to methods.
                        Action: Put the annotation on the class, or use BEFORE_METHOD or AFTER_METHOD.""");
    }

    @Test
    void aContextThatIsGoneIsNotStartedAgainForTheSakeOfAReset() throws Exception {
        Run run = new Run(AfterClass.class);
        run.manager.beforeTestClass();
        TestContext context = run.contextOf("test");
        context.getApplicationContext();
        context.markApplicationContextDirty(DirtiesContext.HierarchyMode.EXHAUSTIVE);

        new ResetDataListener().afterTestClass(context);

        assertThat(context.hasApplicationContext()).isFalse();
    }

    @Test
    void migrationsThatAreSwitchedOffAreAnError() {
        Run run = new Run(Disabled.class);

        assertThatThrownBy(() -> new ResetDataListener().beforeTestMethod(run.contextOf("test")))
                .isInstanceOf(ResetDataException.class)
                .hasMessage(Disabled.class.getName() + """
                         asks for @ResetData, but e2e.migrations.enabled is false, so there is nothing that could reset\
                         data.
                        Action: Remove @ResetData from the class, or e2e.migrations.enabled=false from its properties.""");
    }

    @Test
    void aContextWithoutMigrationsHasNothingToReset(CapturedOutput output) throws Exception {
        Run run = new Run(WithoutMigrations.class);

        new ResetDataListener().beforeTestMethod(run.contextOf("test"));

        assertThat(output).contains("its context has no MigrationService, so nothing is reset");
    }

    /** One class's life, with its data spoilt before each moment. */
    private static final class Run {

        private final Class<?> testClass;
        private final TestContextManager manager;

        Run(Class<?> testClass) {
            this.testClass = testClass;
            this.manager = new TestContextManager(testClass);
        }

        TestContext context() {
            return this.manager.getTestContext();
        }

        TestContext contextOf(String method) {
            context().updateState(this, method(method), null);
            return context();
        }

        private Method method(String name) {
            try {
                return this.testClass.getMethod(name);
            } catch (NoSuchMethodException ex) {
                throw new IllegalArgumentException(ex);
            }
        }

        List<Phase> phasesThatReset(String method) throws Exception {
            ResetDataListener listener = new ResetDataListener();
            TestContext context = contextOf(method);
            return Stream.of(Phase.values())
                    .sorted(Comparator.comparing(phase -> List.of(
                                    Phase.BEFORE_CLASS, Phase.BEFORE_METHOD, Phase.AFTER_METHOD, Phase.AFTER_CLASS)
                            .indexOf(phase)))
                    .filter(phase -> {
                        jdbc().sql(ResetDataTests.SPOIL).update();
                        switch (phase) {
                            case BEFORE_CLASS -> listener.beforeTestClass(context);
                            case BEFORE_METHOD -> listener.beforeTestMethod(context);
                            case AFTER_METHOD -> listener.afterTestMethod(context);
                            case AFTER_CLASS -> listener.afterTestClass(context);
                        }
                        return jdbc().sql(ResetDataTests.SEEDS)
                                        .query(Long.class)
                                        .single()
                                == 5;
                    })
                    .toList();
        }

        private JdbcClient jdbc() {
            return context().getApplicationContext().getBean(JdbcClient.class);
        }
    }

    @SpringBootTest(classes = ResetDataTests.Application.class)
    @E2eMigrations(tables = "audit_retention_policies")
    public abstract static class Base {

        public void test() {}

        @ResetData
        public void fresh() {}

        @ResetData(phase = Phase.AFTER_CLASS)
        public void wrong() {}
    }

    public static class Plain extends Base {}

    @SpringBootTest(classes = Empty.class, properties = "context=of its own")
    public static class NeverStarted extends Base {}

    @ResetData
    public static class ByDefault extends Base {

        public class Inner {

            public void test() {}
        }
    }

    @ResetData(phase = Phase.AFTER_METHOD)
    public static class AfterMethod extends Base {}

    @ResetData(phase = Phase.BEFORE_CLASS)
    public static class BeforeClass extends Base {

        public class Inner {

            public void test() {}
        }
    }

    @ResetData(phase = Phase.AFTER_CLASS)
    public static class AfterClass extends Base {}

    public static class Inheriting extends BeforeClass {}

    @ResetData
    @SpringBootTest(classes = Empty.class, properties = "e2e.migrations.enabled=false")
    public static class Disabled {

        public void test() {}
    }

    @ResetData
    @SpringBootTest(classes = Empty.class)
    public static class WithoutMigrations {

        public void test() {}
    }

    @Configuration(proxyBeanMethods = false)
    static class Empty {}
}
