package io.e2e.migrations.boot.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.boot.autoconfigure.E2eMigrationsAutoConfiguration;
import io.e2e.migrations.isolation.IsolatedAccess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceInitializationAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.liquibase.autoconfigure.LiquibaseAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * An application with engines of its own. Each of their runs writes a random number, so that it shows whether two databases come
 * from one run. The files differ in each run of these tests, so that the cache does not know them.
 */
@ExtendWith(OutputCaptureExtension.class)
class EngineDatabaseTests {

    private static final String KEPT =
            " made is kept, so the next context with the same files and settings begins with it";
    private static final String NOT_KEPT = " makes is not kept, so each context makes it again: ";

    @TempDir
    private Path files;

    private final ApplicationContextRunner service = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    E2eMigrationsAutoConfiguration.class,
                    DataSourceAutoConfiguration.class,
                    DataSourceInitializationAutoConfiguration.class,
                    JdbcTemplateAutoConfiguration.class,
                    JdbcClientAutoConfiguration.class));

    private ApplicationContextRunner flyway() {
        return this.service
                .withConfiguration(AutoConfigurations.of(FlywayAutoConfiguration.class))
                .withPropertyValues("spring.flyway.locations=filesystem:" + this.files);
    }

    @BeforeEach
    void writeMigration() {
        write("V1__runs.sql", runs(""));
    }

    private static String runs(String more) {
        return "CREATE TABLE runs AS SELECT gen_random_uuid()::text AS id, '" + UUID.randomUUID() + "' AS file;" + more;
    }

    private void write(String name, String text) {
        try {
            Files.writeString(this.files.resolve(name), text);
        } catch (IOException ex) {
            throw new AssertionError(ex);
        }
    }

    private static String run(AssertableApplicationContext context) {
        assertThat(context).hasNotFailed();
        return context.getBean(JdbcClient.class)
                .sql("SELECT id FROM runs")
                .query(String.class)
                .single();
    }

    private static String runOf(ApplicationContextRunner application) {
        List<String> runs = new ArrayList<>();
        application.run(context -> runs.add(run(context)));
        return runs.get(0);
    }

    @Test
    void flywayWhenNothingChangedRunsOnce(CapturedOutput output) {
        String first = runOf(flyway());
        assertThat(output).contains("What Flyway" + KEPT);

        flyway().run(context -> {
            assertThat(run(context)).isEqualTo(first);
            assertThat(context.getBean(Flyway.class).info().pending()).isEmpty();
        });
        assertThat(output).contains("The database came with what Flyway made before, for the same files and settings");
    }

    @Test
    void flywayWhenAFileOrAPlaceholderChangesRunsAgain() {
        String first = runOf(flyway());
        write("R__view.sql", "CREATE VIEW ${name} AS SELECT id FROM runs;");

        String second = runOf(flyway().withPropertyValues("spring.flyway.placeholders.name=seen"));
        String third = runOf(flyway().withPropertyValues("spring.flyway.placeholders.name=shown"));

        assertThat(List.of(first, second, third)).doesNotHaveDuplicates();
    }

    @Test
    void flywayWhenOurTablesAreAskedForRunsOnceAfterThem() {
        ApplicationContextRunner asking = flyway().withPropertyValues("e2e.migrations.tables=audit_events");
        write("V2__notes.sql", "ALTER TABLE audit_events ADD COLUMN note text;");
        String first = runOf(asking);

        asking.run(context -> {
            assertThat(run(context)).isEqualTo(first);
            assertThat(context.getBean(JdbcClient.class)
                            .sql("SELECT count(note) FROM audit_events")
                            .query(Integer.class)
                            .single())
                    .isZero();
        });
    }

    @Test
    void flywayWhenAMigrationFailsKeepsNothing(CapturedOutput output) {
        write("V2__broken.sql", "CREATE TABLE runs (id int);");
        flyway().run(context -> assertThat(context).hasFailed());

        write("V2__broken.sql", "CREATE TABLE more (id int);");
        assertThat(runOf(flyway())).isEqualTo(runOf(flyway()));
        assertThat(output.getOut().lines().filter(line -> line.endsWith(KEPT))).hasSize(1);
    }

    @Test
    void flywayWhenAJavaMigrationRunsKeepsItWithItsClassPathEntry(CapturedOutput output) {
        ApplicationContextRunner java =
                flyway().withPropertyValues("spring.flyway.locations[1]=classpath:io/e2e/migrations/boot/engine/java");
        String first = runOf(java.withPropertyValues("spring.flyway.locations[0]=filesystem:" + this.files));

        assertThat(runOf(java.withPropertyValues("spring.flyway.locations[0]=filesystem:" + this.files)))
                .isEqualTo(first);
        assertThat(output).contains("What Flyway" + KEPT);
    }

    @Test
    void beanWhenItQueriesEarlyIsNamedAndNothingIsKept(CapturedOutput output) {
        ApplicationContextRunner early = flyway().withUserConfiguration(Early.class);
        String first = runOf(early);

        assertThat(runOf(early)).isNotEqualTo(first);
        assertThat(output).contains("What Flyway" + NOT_KEPT + "before it ran, 'earlyReader' used the database");
    }

    @ParameterizedTest
    @ValueSource(classes = {Customizer.class, Strategy.class, Several.class})
    void applicationWhenItChangesFlywayIsNamedAndNothingIsKept(Class<?> configuration, CapturedOutput output) {
        ApplicationContextRunner changed = flyway().withUserConfiguration(configuration);
        String first = runOf(changed);

        assertThat(runOf(changed)).isNotEqualTo(first);
        assertThat(output).contains("What Flyway" + NOT_KEPT + "the application defines the bean 'own' (Flyway");
    }

    @Test
    void contextsWhenTheyTakeTurnsKeepTheirOwn() {
        ApplicationContextRunner other = flyway().withPropertyValues("spring.flyway.placeholders.other=yes");
        flyway().run(context -> {
            String first = run(context);
            String second = runOf(other);
            assertThat(second).isNotEqualTo(first);
            flyway().run(again -> {
                assertThat(run(again)).isEqualTo(first);
                again.getBean(JdbcClient.class).sql("DELETE FROM runs").update();
            });
            assertThat(run(context)).isEqualTo(first);
            assertThat(runOf(other)).isEqualTo(second);
        });
    }

    @Test
    void testsWhenEachHasADatabaseFindWhatFlywayMadeOnce() {
        ApplicationContextRunner isolated = flyway().withPropertyValues("e2e.migrations.isolation=method");
        String first = runOf(isolated);
        isolated.run(context -> {
            IsolatedAccess access = context.getBean(IsolatedAccess.class);
            access.contextIsReady();
            for (int test = 1; test <= 2; test++) {
                access.beforeMethod(test);
                assertThat(run(context)).isEqualTo(first);
                context.getBean(JdbcClient.class).sql("DROP TABLE runs").update();
                access.afterMethod(test);
            }
        });
    }

    @Test
    void flywayWhenItRefusesTheCopyGetsANewDatabase(CapturedOutput output) {
        write("beforeMigrate.sql", """
                DO $$ BEGIN
                    IF EXISTS (SELECT FROM pg_tables WHERE tablename = 'runs') THEN RAISE EXCEPTION 'not twice'; END IF;
                END $$""");
        ApplicationContextRunner asking = flyway().withPropertyValues("e2e.migrations.tables=audit_events");
        String first = runOf(asking);

        asking.run(context -> {
            assertThat(run(context)).isNotEqualTo(first);
            assertThat(context.getBean(JdbcClient.class)
                            .sql("SELECT count(*) FROM audit_events")
                            .query(Integer.class)
                            .single())
                    .isZero();
        });
        assertThat(output)
                .contains(
                        "'flywayInitializer' refuses a copy of what it made before, so the database is made anew; nothing"
                                + " is kept of it: ");
    }

    @Test
    void roleWhenItsPasswordIsConfiguredLogsInToWhatFlywayMade() {
        String first = runOf(flyway().withPropertyValues("e2e.migrations.postgres-password=first"));

        assertThat(runOf(flyway().withPropertyValues("e2e.migrations.postgres-password=second")))
                .isEqualTo(first);
    }

    @Test
    void scriptsWhenNothingChangedRunOnce(CapturedOutput output) {
        ApplicationContextRunner scripts = this.service.withPropertyValues(
                "spring.sql.init.mode=always", "spring.sql.init.schema-locations=file:" + this.files + "/V1__runs.sql");
        String first = runOf(scripts);

        assertThat(runOf(scripts)).isEqualTo(first);
        assertThat(output)
                .contains("The database came with what the scripts of spring.sql.init make, so they are not run again");
    }

    @Test
    void liquibaseWhenNothingChangedRunsOnce(CapturedOutput output) {
        write("changes.sql", "--liquibase formatted sql\n--changeset a:1\n" + runs(""));
        ApplicationContextRunner liquibase = this.service
                .withConfiguration(AutoConfigurations.of(LiquibaseAutoConfiguration.class))
                .withPropertyValues("spring.liquibase.change-log=file:" + this.files + "/changes.sql");
        String first = runOf(liquibase);

        assertThat(runOf(liquibase)).isEqualTo(first);
        assertThat(runOf(liquibase.withPropertyValues("spring.liquibase.contexts=other")))
                .isNotEqualTo(first);
        assertThat(runOf(liquibase.withPropertyValues("spring.liquibase.drop-first=true")))
                .isNotEqualTo(first);
        assertThat(output).contains("What Liquibase" + NOT_KEPT + "spring.liquibase.drop-first removes what is there");
    }

    @Configuration(proxyBeanMethods = false)
    static class Early {

        @Bean
        Object earlyReader(DataSource dataSource) {
            return List.of(new JdbcTemplate(dataSource).queryForList("SELECT 1"));
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Customizer {

        @Bean
        FlywayConfigurationCustomizer own() {
            return configuration -> configuration.baselineDescription("own");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Strategy {

        @Bean
        FlywayMigrationStrategy own() {
            return Flyway::migrate;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Several {

        @Bean(initMethod = "migrate")
        Flyway own(DataSource dataSource, Environment environment) {
            return Flyway.configure()
                    .dataSource(dataSource)
                    .locations(environment.getRequiredProperty("spring.flyway.locations"))
                    .load();
        }
    }
}
