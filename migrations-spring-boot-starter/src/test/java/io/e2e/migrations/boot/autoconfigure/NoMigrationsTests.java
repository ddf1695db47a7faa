package io.e2e.migrations.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.e2e.migrations.MigrationService;
import io.e2e.migrations.isolation.IsolatedAccess;
import io.e2e.migrations.plan.UnknownSelectionException;
import io.e2e.migrations.testing.TestDatabases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.core.simple.JdbcClient;

/** With an empty {@code e2e.migrations.locations}, the database is for the application's own Flyway alone. */
class NoMigrationsTests {

    @TempDir
    private Path own;

    @BeforeAll
    static void startServer() {
        TestDatabases.access();
    }

    @BeforeEach
    void writeMigration() throws IOException {
        Files.writeString(
                this.own.resolve("V1__orders.sql"), "CREATE TABLE orders (id integer); INSERT INTO orders VALUES (1);");
    }

    private ApplicationContextRunner runner() {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        E2eMigrationsAutoConfiguration.class,
                        DataSourceAutoConfiguration.class,
                        FlywayAutoConfiguration.class,
                        JdbcTemplateAutoConfiguration.class,
                        JdbcClientAutoConfiguration.class))
                .withPropertyValues("e2e.migrations.locations=", "spring.flyway.locations=filesystem:" + this.own);
    }

    @Test
    void databaseWhenLocationsAreEmptyHoldsWhatFlywayMade() {
        runner().run(context -> {
            JdbcClient jdbc = context.getBean(JdbcClient.class);
            assertThat(relations(jdbc)).containsExactly("public.flyway_schema_history", "public.orders");
        });
    }

    @Test
    void callsWhenLocationsAreEmptySaySo() {
        runner().run(context -> {
            MigrationService service = context.getBean(MigrationService.class);

            assertThat(service.applyMigrations().toString())
                    .endsWith("\n  nothing to do: e2e.migrations.locations is empty\n  verified: no object");
            assertThat(service.verifyMigrations().isClean()).isTrue();
            assertThatThrownBy(service::applyAuditMigrations)
                    .isInstanceOfSatisfying(
                            UnknownSelectionException.class,
                            error -> assertThat(error.remedy())
                                    .isEqualTo("The catalog is empty: name directories in e2e.migrations.locations, or"
                                            + " leave out e2e.migrations.tables."));
            JdbcClient jdbc = context.getBean(JdbcClient.class);
            assertThat(service.reset().isEmpty()).isTrue();
            jdbc.sql("DELETE FROM orders").update();
            assertThat(service.reset().tables()).containsExactly("orders");
            assertThat(jdbc.sql("SELECT count(*) FROM orders")
                            .query(Integer.class)
                            .single())
                    .isOne();
        });
    }

    @Test
    void eachTestWhenLocationsAreEmptyHasADatabaseOfItsOwn() {
        runner().withPropertyValues("e2e.migrations.isolation=method").run(context -> {
            IsolatedAccess access = context.getBean(IsolatedAccess.class);
            JdbcClient jdbc = context.getBean(JdbcClient.class);
            access.contextIsReady();
            for (int test = 1; test <= 3; test++) {
                access.beforeMethod("test");
                assertThat(jdbc.sql("DELETE FROM orders").update()).isEqualTo(1);
                access.afterMethod("test");
            }
        });
    }

    private static List<@Nullable String> relations(JdbcClient jdbc) {
        return jdbc.sql("SELECT schemaname || '.' || tablename FROM pg_tables"
                        + " WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1")
                .query(String.class)
                .list();
    }
}
