package io.e2e.migrations.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.apply.UnmanagedObjectsException;
import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.isolation.IsolatedAccess;
import io.e2e.migrations.testing.TestDatabases;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.liquibase.autoconfigure.LiquibaseAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.core.simple.JdbcClient;

/** An application that migrates by Flyway or Liquibase: its own migrations run after ours, on the same database. */
class OtherToolsTests {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    E2eMigrationsAutoConfiguration.class,
                    DataSourceAutoConfiguration.class,
                    JdbcTemplateAutoConfiguration.class,
                    JdbcClientAutoConfiguration.class,
                    FlywayAutoConfiguration.class,
                    LiquibaseAutoConfiguration.class))
            .withPropertyValues("e2e.migrations.tables=audit_events");

    private final ApplicationContextRunner flyway = this.runner.withPropertyValues(
            "spring.liquibase.enabled=false", "spring.flyway.locations=classpath:beside/flyway");

    private final ApplicationContextRunner liquibase = this.runner.withPropertyValues(
            "spring.flyway.enabled=false", "spring.liquibase.change-log=classpath:beside/liquibase/notes.sql");

    @BeforeAll
    static void startServer() {
        TestDatabases.access();
    }

    private static List<@Nullable String> versions(JdbcClient jdbc) {
        return jdbc.sql("SELECT version FROM flyway_schema_history ORDER BY installed_rank")
                .query(String.class)
                .list();
    }

    private static int notes(JdbcClient jdbc) {
        return jdbc.sql("SELECT count(*) FROM notes").query(Integer.class).single();
    }

    @Test
    void whatFlywayMakesMayReferToOurTables() {
        this.flyway.run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(notes(context.getBean(JdbcClient.class))).isZero();
            assertThat(versions(context.getBean(JdbcClient.class))).containsExactly("0", "1");
        });
    }

    @Test
    void eachTestsOwnDatabaseHasWhatFlywayMade() {
        this.flyway.withPropertyValues("e2e.migrations.isolation=method").run(context -> {
            assertThat(context).hasNotFailed();
            IsolatedAccess access = context.getBean(IsolatedAccess.class);
            JdbcClient jdbc = context.getBean(JdbcClient.class);
            access.contextIsReady();
            for (int test = 1; test <= 3; test++) {
                access.beforeMethod(test);
                assertThat(notes(jdbc)).isZero();
                assertThat(versions(jdbc)).containsExactly("0", "1");
                assertThat(context.getBean(Flyway.class).info().pending()).isEmpty();
                jdbc.sql("DROP TABLE notes").update();
                access.afterMethod(test);
            }
        });
    }

    @Test
    void whatLiquibaseMakesMayReferToOurTables() {
        this.liquibase.run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(notes(context.getBean(JdbcClient.class))).isZero();
        });
    }

    @Test
    void aBaselineOfTheApplicationsOwnStillRunsItsFirstMigration() {
        this.flyway
                .withPropertyValues("spring.flyway.baseline-on-migrate=true")
                .run(context ->
                        assertThat(versions(context.getBean(JdbcClient.class))).containsExactly("0", "1"));
    }

    @Test
    void whoWantsNoBaselineGetsNone() {
        this.flyway
                .withPropertyValues("spring.flyway.baseline-on-migrate=false")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(FlywayException.class)
                        .hasMessageContaining("no schema history table"));
    }

    @Test
    void theApplicationsBaselineVersionStays() {
        this.flyway
                .withPropertyValues("spring.flyway.baseline-version=1")
                .run(context ->
                        assertThat(versions(context.getBean(JdbcClient.class))).containsExactly("1"));
    }

    @Test
    void aSchemaOfItsOwnNeedsNoBaseline() {
        this.flyway.withPropertyValues("spring.flyway.default-schema=shop").run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(context.getBean(JdbcClient.class)
                            .sql("SELECT type FROM shop.flyway_schema_history ORDER BY installed_rank")
                            .query(String.class)
                            .list())
                    .containsExactly("SCHEMA", "SQL");
        });
    }

    @Test
    void withoutFlywayNoClassOfItIsNeeded() {
        this.liquibase
                .withClassLoader(new FilteredClassLoader(Flyway.class, FlywayConfigurationCustomizer.class))
                .run(context -> {
                    assertThat(context).hasNotFailed().doesNotHaveBean("e2eMigrationsFlywayBaseline");
                    assertThat(notes(context.getBean(JdbcClient.class))).isZero();
                });
    }

    @Test
    void whatFlywayMadeOnAnEarlierRunIsLaidToIt() {
        try (TargetDatabase database = TestDatabases.create()) {
            DatabaseAddress address = database.address().orElseThrow();
            Flyway.configure()
                    .dataSource(
                            address.jdbcUrl(),
                            address.user(),
                            address.password().value())
                    .locations("classpath:beside/flyway-claims")
                    .load()
                    .migrate();
            this.flyway
                    .withPropertyValues(
                            "spring.datasource.url=" + address.jdbcUrl(),
                            "spring.datasource.username=" + address.user(),
                            "spring.datasource.password=" + address.password().value())
                    .run(context -> assertThat(context)
                            .getFailure()
                            .rootCause()
                            .isInstanceOf(UnmanagedObjectsException.class)
                            .hasMessageContaining("table audit_events")
                            .hasMessageContaining("The schema has a history of Flyway, which probably created them."));
        }
    }

    @Test
    void oneDirectoryForBothIsRefused() {
        this.flyway
                .withPropertyValues("spring.flyway.locations=classpath:/db/e2e-migrations/")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(SharedLocationException.class)
                        .hasMessage("Flyway is to read classpath:/db/e2e-migrations/ (spring.flyway.locations), which"
                                + " e2e.migrations.locations names too: the same migrations would run twice.\n"
                                + "Action: Leave the directory to one of the two: take it out of"
                                + " spring.flyway.locations or set spring.flyway.enabled=false in the test's"
                                + " properties; or set e2e.migrations.enabled=false if Flyway is to run them, on a"
                                + " database of your own."));
    }

    @Test
    void aChangeLogInOurDirectoryIsRefused() {
        this.liquibase
                .withPropertyValues("spring.liquibase.change-log=classpath:db/e2e-migrations/001_initial_schema.sql")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOfSatisfying(
                                SharedLocationException.class,
                                refusal -> assertThat(refusal.location())
                                        .isEqualTo("classpath:db/e2e-migrations/001_initial_schema.sql")));
    }

    @Test
    void theDirectoriesOfEveryConfigurationCount() {
        MigrationConfig further = MigrationConfig.defaults();
        this.flyway
                .withBean(
                        "further",
                        MigrationConfig.class,
                        () -> further.withOptions(further.options().withLocations("file:/srv/shared")))
                .withPropertyValues("spring.flyway.locations=filesystem:/srv/shared")
                .run(context ->
                        assertThat(context).getFailure().rootCause().isInstanceOf(SharedLocationException.class));
    }

    @Test
    void aToolThatIsOffMayNameAnything() {
        this.flyway
                .withPropertyValues(
                        "spring.flyway.enabled=false", "spring.flyway.locations=classpath:db/e2e-migrations")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void aToolThatIsAbsentMayBeConfigured() {
        this.flyway
                .withClassLoader(new FilteredClassLoader(Flyway.class, FlywayConfigurationCustomizer.class))
                .withPropertyValues("spring.flyway.locations=classpath:db/e2e-migrations")
                .run(context -> assertThat(context).hasNotFailed());
    }
}
