package io.e2e.migrations.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.MigrationService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceInitializationAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.liquibase.autoconfigure.LiquibaseAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.MapPropertySource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is applied when a test says nothing, or says that it wants everything. */
@ExtendWith(OutputCaptureExtension.class)
class NothingAskedTests {

    @TempDir
    private Path own;

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
                .withPropertyValues("spring.flyway.locations=filesystem:" + this.own);
    }

    @BeforeEach
    void writeMigration() throws IOException {
        Files.writeString(this.own.resolve("V1__orders.sql"), "CREATE TABLE orders (id integer);");
    }

    @Test
    void contextWhenFlywayMigratesAndNothingIsAskedHasWhatFlywayMadeAndSaysHowToAsk(CapturedOutput output) {
        flyway().run(context -> assertThat(has(context.getBean(JdbcClient.class), "orders", "audit_events"))
                .containsExactly("orders"));

        assertThat(output.getOut().lines().filter(line -> line.contains("To ask: ")))
                .singleElement()
                .asString()
                .endsWith("Flyway migrates the database, and no tables are asked for, so none of"
                        + " e2e.migrations.locations are applied. To ask: e2e.migrations.tables=audit_events, or"
                        + " e2e.migrations.tables= for all");
    }

    @Test
    void contextWhenLiquibaseMigratesAndNothingIsAskedHasWhatLiquibaseMade() {
        this.service
                .withConfiguration(AutoConfigurations.of(LiquibaseAutoConfiguration.class))
                .withPropertyValues("spring.liquibase.change-log=classpath:beside/liquibase/own.sql")
                .run(context -> assertThat(has(context.getBean(JdbcClient.class), "mine", "audit_events"))
                        .containsExactly("mine"));
    }

    @Test
    void contextWhenScriptsRunAndNothingIsAskedHasWhatTheyMade() {
        this.service
                .withPropertyValues(
                        "spring.sql.init.mode=always",
                        "spring.sql.init.schema-locations=classpath:beside/own-schema.sql")
                .run(context -> assertThat(has(context.getBean(JdbcClient.class), "mine", "audit_events"))
                        .containsExactly("mine"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "e2e.migrations.tables=",
                "e2e.migrations.locations=classpath:db/e2e-migrations",
                "e2e.migrations.apply=startup"
            })
    void contextWhenAPropertyAsksHasEverything(String property) {
        flyway().withPropertyValues(property)
                .run(context -> assertThat(has(context.getBean(JdbcClient.class), "orders", "audit_events"))
                        .containsExactly("audit_events", "orders"));
    }

    @Test
    void contextWhenAnAnnotationAsksHasEverything() {
        flyway().withInitializer(context -> context.getEnvironment()
                        .getPropertySources()
                        .addFirst(new MapPropertySource("@E2eMigrations", Map.of())))
                .run(context -> assertThat(has(context.getBean(JdbcClient.class), "audit_events"))
                        .containsExactly("audit_events"));
    }

    @Test
    void contextWhenAConfigurationHasNoTablesHasEverything() {
        flyway().withBean("own", MigrationConfig.class, MigrationConfig::defaults)
                .run(context -> assertThat(has(context.getBean(JdbcClient.class), "orders", "audit_events"))
                        .containsExactly("audit_events", "orders"));
    }

    @Test
    void callWhenNothingWasAskedAppliesEverything() {
        flyway().run(context -> {
            context.getBean(MigrationService.class).applyAllMigrations();

            assertThat(has(context.getBean(JdbcClient.class), "orders", "audit_events"))
                    .containsExactly("audit_events", "orders");
        });
    }

    @Test
    void contextWithoutAnEngineHasEverything() {
        this.service.run(context -> assertThat(has(context.getBean(JdbcClient.class), "audit_events"))
                .containsExactly("audit_events"));
    }

    @Test
    void contextWhenFlywayHasNoMigrationsHasEverything() {
        flyway().withPropertyValues("spring.flyway.locations=classpath:db/migration")
                .run(context -> assertThat(has(context.getBean(JdbcClient.class), "audit_events"))
                        .containsExactly("audit_events"));
    }

    private static List<@Nullable String> has(JdbcClient jdbc, String... tables) {
        return jdbc.sql("SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND relname IN (:tables) ORDER BY 1")
                .param("tables", List.of(tables))
                .query(String.class)
                .list();
    }
}
