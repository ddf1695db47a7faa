package io.e2e.migrations.boot.background;

import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.MigrationService;
import io.e2e.migrations.apply.MigrationFailedException;
import io.e2e.migrations.boot.autoconfigure.E2eMigrationsAutoConfiguration;
import io.e2e.migrations.boot.autoconfigure.MigrationConfigCustomizer;
import io.e2e.migrations.testing.CatalogDirectory;
import io.e2e.migrations.testing.Sql;
import io.e2e.migrations.testing.TestDatabases;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.EnvironmentAware;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;

@ExtendWith(OutputCaptureExtension.class)
class EarlyDatabaseTests {

    private static final MigrationConfig CONFIG = MigrationConfig.defaults().withTables("notification_audit");

    private final ApplicationContextRunner contexts = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(E2eMigrationsAutoConfiguration.class));

    /** So that the cache knows the template. */
    @BeforeAll
    static void prepare() {
        try (MigrationService service = MigrationService.open(CONFIG, TestDatabases.templates())) {
            service.applyMigrations();
        }
    }

    @Test
    void contextWhenTheTemplateIsKnownGetsTheDatabaseThatWasBegun(CapturedOutput output) {
        this.contexts
                .withPropertyValues("e2e.migrations.tables=notification_audit")
                .run(context -> assertThat(context.getBean(MigrationService.class)
                                .database()
                                .description())
                        .contains("/action_history"));

        assertThat(output).contains("verified when prepared: ");
    }

    @Test
    void contextWhenACustomizerWantsOtherTablesGetsThose() {
        this.contexts
                .withPropertyValues("e2e.migrations.tables=notification_audit")
                .withBean(
                        MigrationConfigCustomizer.class, () -> config -> config.withTables("audit_retention_policies"))
                .run(context -> assertThat(Sql.column(
                                context.getBean(MigrationService.class).database(),
                                "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"))
                        .contains("audit_retention_policies")
                        .doesNotContain("notification_audit"));
    }

    /** As a {@code DynamicPropertyRegistrar} does. */
    @Test
    void contextWhenABeanAddsAPropertyLaterUsesThat() {
        this.contexts
                .withPropertyValues("e2e.migrations.tables=notification_audit")
                .withBean(LaterProperty.class)
                .run(context -> assertThat(Sql.column(
                                context.getBean(MigrationService.class).database(),
                                "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"))
                        .contains("audit_retention_policies")
                        .doesNotContain("notification_audit"));
    }

    @Test
    void contextWhenABeanWantsAnotherDatabaseFindsItsNameFree() {
        this.contexts
                .withPropertyValues("e2e.migrations.postgres-db=wanted", "e2e.migrations.tables=notification_audit")
                .withBean("own", MigrationConfig.class, () -> CONFIG.withPostgresDb("wanted"))
                .run(context -> assertThat(context.getBean(MigrationService.class)
                                .database()
                                .description())
                        .endsWith("/wanted"));
    }

    /** As Spring Cloud's bootstrap context, which has the initializers of the class path, but not their properties. */
    @Test
    void contextWhenItLacksTheAutoConfigurationBeginsNothing() {
        SpringApplication application = new SpringApplication(Other.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        try (ConfigurableApplicationContext context = application.run()) {
            assertThat(context.getBeanFactory().getSingletonNames())
                    .noneMatch(name -> name.startsWith("e2eMigrations"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "off", "no", "FALSE", "0"})
    void contextWhenTheStarterIsSwitchedOffBeginsNothing(String enabled) {
        this.contexts
                .withPropertyValues("e2e.migrations.enabled=" + enabled)
                .run(context -> assertThat(context.getBeanFactory().getSingletonNames())
                        .noneMatch(name -> name.startsWith("e2eMigrations") || name.contains("igrationService")));
    }

    @Test
    void contextWhenAMigrationFailsTellsIt(@TempDir Path directory) {
        new CatalogDirectory(directory).write("001_a.sql", "-- creates: table a", "CREATE TABLE a (id nonsense);");
        this.contexts
                .withPropertyValues("e2e.migrations.locations=file:" + directory)
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .satisfies(cause -> assertThat(cause).hasMessageContaining("nonsense"))
                        .satisfies(cause -> assertThat(context.getStartupFailure())
                                .hasStackTraceContaining(MigrationFailedException.class.getName())));
    }

    @Configuration(proxyBeanMethods = false)
    static class Other {}

    static final class LaterProperty implements BeanFactoryPostProcessor, EnvironmentAware {

        private @Nullable ConfigurableEnvironment environment;

        @Override
        public void setEnvironment(Environment environment) {
            this.environment = (ConfigurableEnvironment) environment;
        }

        @Override
        public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
            Objects.requireNonNull(this.environment)
                    .getPropertySources()
                    .addFirst(new MapPropertySource(
                            "later", Map.of("e2e.migrations.tables", "${LATER_TABLES:audit_retention_policies}")));
        }
    }
}
