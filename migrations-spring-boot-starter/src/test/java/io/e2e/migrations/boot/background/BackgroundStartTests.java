package io.e2e.migrations.boot.background;

import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.MigrationService;
import io.e2e.migrations.apply.MigrationFailedException;
import io.e2e.migrations.apply.MigrationListener;
import io.e2e.migrations.apply.MigrationReport;
import io.e2e.migrations.boot.autoconfigure.E2eMigrationsAutoConfiguration;
import io.e2e.migrations.boot.targets.E2eMigrationsProperties;
import io.e2e.migrations.boot.targets.EmbeddedTarget;
import io.e2e.migrations.testing.CatalogDirectory;
import io.e2e.migrations.testing.FixedTime;
import io.e2e.migrations.testing.TestDatabases;
import io.e2e.migrations.time.TimeSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.StandardEnvironment;

class BackgroundStartTests {

    private static final MigrationConfig CONFIG = MigrationConfig.defaults().withTables("notification_audit");

    private final DefaultListableBeanFactory beans = new DefaultListableBeanFactory();
    private final List<MigrationReport> reports = new ArrayList<>();
    private final MigrationListener listener = new MigrationListener() {
        @Override
        public void onReport(MigrationReport report) {
            BackgroundStartTests.this.reports.add(report);
        }
    };

    /** So that one server serves all of these. */
    @BeforeAll
    static void startServer() {
        TestDatabases.access();
    }

    @Test
    void theContextTakesTheServiceWithItsDatabaseOnce() {
        BackgroundStart start = begin(true);
        try (MigrationService service = claim(start, CONFIG).orElseThrow()) {
            assertThat(service.applyMigrations().fromTemplate()).hasSize(1);
            assertThat(this.reports).hasSize(1);
            assertThat(claim(start, CONFIG)).isEmpty();
        }
    }

    @Test
    void anotherConfigurationIsNotWhatWasBegun() {
        BackgroundStart start = begin(true);

        assertThat(claim(start, CONFIG.withTables("audit_events"))).isEmpty();
        assertThat(claim(start, CONFIG)).as("it is over").isEmpty();
    }

    @Test
    void anotherClockMayMeanOtherMonths() {
        BackgroundStart start = begin(false);

        assertThat(start.claimService(
                        CONFIG, EmbeddedTarget.access(properties()), List.of(), FixedTime.at("2026-03-01T00:00:00Z")))
                .isEmpty();
    }

    @Test
    void anotherAccessLeadsElsewhere() {
        BackgroundStart start = begin(true);

        assertThat(start.claimService(CONFIG, TestDatabases.access(), List.of(), TimeSource.system()))
                .isEmpty();
    }

    @Test
    void anyAccessDoesAsLongAsNothingWasOpened() {
        BackgroundStart start = begin(false);
        try (MigrationService service = start.claimService(
                        CONFIG, TestDatabases.access(), List.of(this.listener), TimeSource.system())
                .orElseThrow()) {
            service.applyMigrations();
            assertThat(this.reports)
                    .singleElement()
                    .satisfies(report -> assertThat(report.applied()).hasSize(1));
        }
    }

    @Test
    void otherPropertiesMeanAnotherAccess() {
        BackgroundStart start = begin(true, "e2e.migrations.embedded.parameters.work_mem=1MB");

        assertThat(claim(start, CONFIG)).isEmpty();
    }

    @Test
    void propertiesThatCannotBeReadAreForTheContextToTell() {
        BackgroundStart start = begin(false, "e2e.migrations.connect-timeout=soon");

        assertThat(start.claimService(CONFIG, TestDatabases.access(), List.of(), TimeSource.system()))
                .isEmpty();
    }

    @Test
    void allThreadsEndWithAContextThatNeverTookIt() {
        BackgroundStart start = begin(true);
        this.beans.destroySingletons();

        assertThat(claim(start, CONFIG)).isEmpty();
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
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(E2eMigrationsAutoConfiguration.class))
                .withPropertyValues("e2e.migrations.enabled=" + enabled)
                .run(context -> assertThat(context.getBeanFactory().getSingletonNames())
                        .noneMatch(name -> name.startsWith("e2eMigrations") || name.contains("igrationService")));
    }

    @Test
    void whatFailsEarlyIsToldByTheContext(@TempDir Path directory) {
        new CatalogDirectory(directory).write("001_a.sql", "-- creates: table a", "CREATE TABLE a (id nonsense);");
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(E2eMigrationsAutoConfiguration.class))
                .withPropertyValues("e2e.migrations.locations=file:" + directory)
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .satisfies(cause -> assertThat(cause).hasMessageContaining("nonsense"))
                        .satisfies(cause -> assertThat(context.getStartupFailure())
                                .hasStackTraceContaining(MigrationFailedException.class.getName())));
    }

    @Test
    void aBeanThatWantsAnotherDatabaseFindsItsNameFree() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(E2eMigrationsAutoConfiguration.class))
                .withPropertyValues("e2e.migrations.postgres-db=wanted", "e2e.migrations.tables=notification_audit")
                .withBean("own", MigrationConfig.class, () -> CONFIG.withPostgresDb("wanted"))
                .run(context -> assertThat(context.getBean(MigrationService.class)
                                .database()
                                .description())
                        .endsWith("/wanted"));
    }

    @Configuration(proxyBeanMethods = false)
    static class Other {}

    private BackgroundStart begin(boolean embedded, String... further) {
        return embedded
                ? BackgroundStart.beginEmbedded(this.beans, environment(further))
                : BackgroundStart.begin(this.beans, environment(further));
    }

    private static StandardEnvironment environment(String... further) {
        StandardEnvironment environment = new StandardEnvironment();
        TestPropertyValues.of("e2e.migrations.tables=notification_audit")
                .and(further)
                .applyTo(environment);
        return environment;
    }

    private static E2eMigrationsProperties properties() {
        return Binder.get(environment()).bindOrCreate("e2e.migrations", E2eMigrationsProperties.class);
    }

    private Optional<MigrationService> claim(BackgroundStart start, MigrationConfig wanted) {
        return start.claimService(
                wanted, EmbeddedTarget.access(properties()), List.of(this.listener), TimeSource.system());
    }
}
