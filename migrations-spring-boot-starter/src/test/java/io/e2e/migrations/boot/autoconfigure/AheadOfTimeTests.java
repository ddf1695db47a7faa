package io.e2e.migrations.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.e2e.migrations.MigrationService;
import io.e2e.migrations.boot.targets.Target;
import io.e2e.migrations.isolation.Isolation;
import java.io.IOException;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.GeneratedFiles.Kind;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.javapoet.ClassName;

/** Processing of tests ahead of time; {@code .ci/consumer/aot} also runs what it generates. */
class AheadOfTimeTests {

    @AfterEach
    void reset() {
        System.clearProperty("spring.aot.processing");
        System.clearProperty("spring.aot.enabled");
    }

    @Test
    void processingGeneratesTheChoiceAndStartsNothing() throws IOException {
        System.setProperty("spring.aot.processing", "true");
        try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
            TestPropertyValues.of("e2e.migrations.isolation=method").applyTo(context);
            context.register(
                    E2eMigrationsAutoConfiguration.class,
                    ProcessedTestsAutoConfiguration.class,
                    DataSourceAutoConfiguration.class);

            assertThat(generatedSources(context))
                    .contains("e2eMigrationsTargetChoice", "Target.EMBEDDED", "Isolation.METHOD")
                    .doesNotContain("e2eMigrationsEarlyDatabase");
            assertThat(context.getBeanFactory().containsSingleton("migrationService"))
                    .isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "context", "method"})
    void dataSourceThatProcessingAsksForStartsNothing(String isolation) {
        System.setProperty("spring.aot.processing", "true");
        try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
            TestPropertyValues.of("e2e.migrations.isolation=" + isolation).applyTo(context);
            context.register(
                    E2eMigrationsAutoConfiguration.class,
                    ProcessedTestsAutoConfiguration.class,
                    DataSourceAutoConfiguration.class);
            context.refreshForAotProcessing(new RuntimeHints());

            context.getBean(DataSource.class);
            assertThat(context.getBean(MigrationService.class).database().description())
                    .isEqualTo("no database while tests are processed ahead of time");
        }
    }

    private static String generatedSources(AnnotationConfigApplicationContext context) throws IOException {
        InMemoryGeneratedFiles files = new InMemoryGeneratedFiles();
        DefaultGenerationContext generation =
                new DefaultGenerationContext(new ClassNameGenerator(ClassName.get(AheadOfTimeTests.class)), files);
        new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
        generation.writeGeneratedContent();
        StringBuilder sources = new StringBuilder();
        for (String name : files.getGeneratedFiles(Kind.SOURCE).keySet()) {
            sources.append(files.getGeneratedFileContent(Kind.SOURCE, name));
        }
        return sources.toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "e2e.migrations.tables=audit_events",
                "e2e.migrations.target=embedded",
                "e2e.migrations.enabled=yes",
                "e2e.migrations.isolation=NONE"
            })
    void runWhenPropertiesDecideAsBeforeGoesOn(String property) {
        assertThatCode(() -> run(processed(Target.EMBEDDED, "nothing else"), property))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            e2e.migrations.enabled=off | \
            with e2e.migrations.enabled=true, but run with e2e.migrations.enabled=false.
            e2e.migrations.isolation=class | \
            with e2e.migrations.isolation=none, but run with e2e.migrations.isolation=class.
            e2e.migrations.target=datasource | \
            for the target embedded (nothing else), but run with the target datasource (e2e.migrations.target says so).
            e2e.migrations.namespace=e2e | \
            for the target embedded (nothing else), but run with the target kubernetes (e2e.migrations.namespace is e2e).
            spring.datasource.url=jdbc:postgresql://localhost/shop | \
            for the target embedded (nothing else), but run with the target datasource (spring.datasource.url is set).
            """)
    void runWhenPropertiesDecideOtherwiseIsRefused(String property, String difference) {
        assertThatThrownBy(() -> run(processed(Target.EMBEDDED, "nothing else"), property))
                .isInstanceOf(ProcessedOtherwiseException.class)
                .hasMessage("The tests were processed ahead of time " + difference + "\n"
                        + "Action: Process the tests again with the properties and environment variables that they run with"
                        + " (mvn spring-boot:process-test-aot), or run them without spring.aot.enabled.");
    }

    @Test
    void runWhenThePropertyThatDecidedIsGoneIsRefused() {
        assertThatThrownBy(() -> run(processed(Target.DATASOURCE, "spring.datasource.url is set")))
                .hasMessageContaining(
                        "for the target datasource (spring.datasource.url is set), but run with the target"
                                + " embedded (no property names another one).");
    }

    @Test
    void runWhenABeanDecidedGoesOn() {
        assertThatCode(() -> run(processed(Target.DATASOURCE, ""))).doesNotThrowAnyException();
    }

    @Test
    void runWhenTheStarterWasOffAndIsOnIsRefused() {
        assertThatThrownBy(() -> run(new ProcessedSettings(false, Isolation.NONE, Target.AUTO, "")))
                .hasMessageContaining("with e2e.migrations.enabled=false, but run with e2e.migrations.enabled=true.");
    }

    private static ProcessedSettings processed(Target target, String reason) {
        return new ProcessedSettings(true, Isolation.NONE, target, reason);
    }

    private static void run(ProcessedSettings settings, String... properties) {
        System.setProperty("spring.aot.enabled", "true");
        StandardEnvironment environment = new StandardEnvironment();
        TestPropertyValues.of(properties).applyTo(environment);
        DefaultListableBeanFactory beans = new DefaultListableBeanFactory();
        beans.registerSingleton("environment", environment);
        settings.postProcessBeanFactory(beans);
    }
}
