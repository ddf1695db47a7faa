package io.e2e.migrations.boot.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.bytebuddy.ByteBuddy;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.TestContextManager;

public class E2eMigrationsContextCustomizerTests {

    @Test
    void thirtyClassesWithThreeSelectionsShareThreeContexts() {
        Set<ApplicationContext> contexts = Stream.of(NeedsAudit.class, NeedsNotifications.class, NeedsBoth.class)
                .flatMap(base -> IntStream.range(0, 10).mapToObj(number -> subclass(base, number)))
                .map(testClass ->
                        new TestContextManager(testClass).getTestContext().getApplicationContext())
                .collect(Collectors.toSet());

        assertThat(contexts).hasSize(3);
    }

    @Test
    void whatTwoClassesSayAlikeIsEqual() {
        assertThat(customizer(NeedsAudit.class)).isEqualTo(customizer(AlsoNeedsAudit.class));
        assertThat(customizer(NeedsAudit.class)).isNotEqualTo(customizer(NeedsBoth.class));
    }

    @Test
    void anAnnotationOfOnesOwnMayCarryIt() {
        assertThat(customizer(ByItsOwnAnnotation.class)).isEqualTo(customizer(NeedsAudit.class));
    }

    @Test
    void aNestedClassHasWhatSurroundsIt() {
        assertThat(customizer(NeedsBoth.Inner.class)).isEqualTo(customizer(NeedsBoth.class));
    }

    @Test
    void everyAttributeBecomesAProperty() {
        assertThat(customizer(SaysEverything.class).properties())
                .containsOnly(
                        Map.entry("e2e.migrations.tables", "a,b,group:c"),
                        Map.entry("e2e.migrations.target", "embedded"),
                        Map.entry("e2e.migrations.apply", "manual"),
                        Map.entry("e2e.migrations.verify", "none"));
    }

    private static E2eMigrationsContextCustomizer customizer(Class<?> testClass) {
        ContextCustomizer customizer =
                new E2eMigrationsContextCustomizerFactory().createContextCustomizer(testClass, List.of());
        return (E2eMigrationsContextCustomizer) customizer;
    }

    private static Class<?> subclass(Class<?> base, int number) {
        return new ByteBuddy()
                .subclass(base)
                .name(base.getName() + "Number" + number)
                .make()
                .load(base.getClassLoader())
                .getLoaded();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}

    @SpringBootTest(classes = Application.class)
    @E2eMigrations(tables = "audit_events")
    public static class NeedsAudit {}

    @E2eMigrations(tables = "audit_events")
    static class AlsoNeedsAudit {}

    @SpringBootTest(classes = Application.class)
    @E2eMigrations(tables = "notification_audit")
    public static class NeedsNotifications {}

    @SpringBootTest(classes = Application.class)
    @E2eMigrations(tables = {"audit_events", "notification_audit"})
    public static class NeedsBoth {

        class Inner {}
    }

    @E2eMigrations(
            tables = {"a", "b"},
            groups = "c",
            target = "embedded",
            apply = "manual",
            verify = "none")
    static class SaysEverything {}

    @Retention(RetentionPolicy.RUNTIME)
    @E2eMigrations(tables = "audit_events")
    @interface NeedsTheAuditTrail {}

    @NeedsTheAuditTrail
    static class ByItsOwnAnnotation {}
}
