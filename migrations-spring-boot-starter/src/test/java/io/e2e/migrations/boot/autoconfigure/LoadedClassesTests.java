package io.e2e.migrations.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.MigrationService;
import io.e2e.migrations.access.AutomaticAccess;
import io.e2e.migrations.testing.ChildJvm;
import io.e2e.migrations.testing.TestClassPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/** The Kubernetes client takes most of a second to load; who does not use it does not pay for it. */
class LoadedClassesTests {

    @TempDir
    private Path directory;

    @Test
    void noClassOfTheKubernetesClientIsLoadedForAnEmbeddedDatabase() throws Exception {
        List<String> loaded = classesLoadedBy(InContext.class, System.getProperty("java.class.path"));

        assertThat(loaded)
                .contains(MigrationService.class.getName(), SharedDatabaseConfiguration.class.getName())
                .noneMatch(LoadedClassesTests::isOfTheClient);
    }

    @Test
    void setUpCodeWhenThereIsNoSpringBootRunsWithoutTheKubernetesClient() throws Exception {
        List<String> loaded = classesLoadedBy(WithoutContext.class, classPathWithoutSpringBoot());

        assertThat(loaded)
                .contains(MigrationService.class.getName(), AutomaticAccess.class.getName())
                .noneMatch(name -> name.startsWith("org.springframework.boot."))
                .noneMatch(LoadedClassesTests::isOfTheClient);
    }

    @Test
    void contextWhenItsTemplateIsKnownReadsNoMigration() throws Exception {
        Known.main(new String[0]);

        List<String> loaded = classesLoadedBy(Known.class, System.getProperty("java.class.path"));

        assertThat(loaded)
                .contains(MigrationService.class.getName(), SharedDatabaseConfiguration.class.getName())
                .noneMatch(name -> name.startsWith("io.e2e.migrations.script."))
                .doesNotContain(
                        "io.e2e.migrations.catalog.MigrationCatalog",
                        "io.e2e.migrations.plan.MigrationPlanner",
                        "io.e2e.migrations.apply.MigrationExecutor",
                        "io.e2e.migrations.session.RoundTrip",
                        "io.e2e.migrations.verify.SchemaVerifier")
                .filteredOn(name -> name.startsWith("io.e2e.migrations.page.") && !name.contains("$$"))
                .as("one when the context starts, the others when the JVM ends")
                .containsExactly(
                        "io.e2e.migrations.page.PageRecorder",
                        "io.e2e.migrations.page.PageWriter",
                        "io.e2e.migrations.page.PageDirectories");
    }

    private static boolean isOfTheClient(String name) {
        return name.startsWith("io.fabric8.") || name.startsWith("io.vertx.") || name.startsWith("io.netty.");
    }

    private static String classPathWithoutSpringBoot() {
        return TestClassPath.withArchives(jar -> !jar.startsWith("spring-boot"));
    }

    /** The names of all classes that another JVM loads while it runs this one, which must end well. */
    private List<String> classesLoadedBy(Class<?> main, String classPath) throws IOException {
        Path classes = this.directory.resolve("classes");
        try (ChildJvm child = ChildJvm.of(main)
                .withClassPath(classPath)
                .withOptions("-Xlog:class+load=info:file=" + classes + ":none:filecount=0")
                .start()) {
            child.outputOfSuccess();
        }
        return Files.readAllLines(classes).stream()
                .map(line -> line.substring(0, (line + " ").indexOf(' ')))
                .toList();
    }

    /** What a test's context does. */
    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({
        E2eMigrationsAutoConfiguration.class,
        DataSourceAutoConfiguration.class,
        JdbcTemplateAutoConfiguration.class
    })
    static class InContext {

        public static void main(String[] arguments) {
            SpringApplication application = new SpringApplication(InContext.class);
            application.setWebApplicationType(WebApplicationType.NONE);
            try (ConfigurableApplicationContext context =
                    application.run("--e2e.migrations.target=embedded", "--e2e.migrations.tables=audit_events")) {
                context.getBean(MigrationService.class).verifyMigrations();
            }
        }
    }

    /** A test's context that asks for nothing but the database. */
    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({
        E2eMigrationsAutoConfiguration.class,
        DataSourceAutoConfiguration.class,
        JdbcTemplateAutoConfiguration.class
    })
    static class Known {

        public static void main(String[] arguments) {
            SpringApplication application = new SpringApplication(Known.class);
            application.setWebApplicationType(WebApplicationType.NONE);
            application
                    .run("--e2e.migrations.target=embedded", "--e2e.migrations.tables=audit_events")
                    .close();
        }
    }

    /** What set-up code does. */
    static class WithoutContext {

        public static void main(String[] arguments) {
            MigrationConfig config = MigrationConfig.defaults().withTables(MigrationService.AUDIT_TABLE);
            try (MigrationService migrations = AutomaticAccess.migrations(config)) {
                migrations.applyMigrations();
            }
        }
    }
}
