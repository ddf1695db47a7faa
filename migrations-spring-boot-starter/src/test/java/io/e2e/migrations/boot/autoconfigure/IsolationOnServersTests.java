package io.e2e.migrations.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.e2e.migrations.MigrationService;
import io.e2e.migrations.boot.targets.IsolationNotPossibleException;
import io.e2e.migrations.config.Secret;
import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.datasource.HostNotAllowedException;
import io.e2e.migrations.embedded.ForeignServer;
import io.e2e.migrations.isolation.IsolatedAccess;
import io.e2e.migrations.kubernetes.cluster.PostgresObjects;
import io.e2e.migrations.kubernetes.cluster.TestCluster;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A database for each test on a server that is not ours. */
class IsolationOnServersTests {

    private static final ForeignServer SERVER = ForeignServer.start();

    @TempDir
    private Path directory;

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    E2eMigrationsAutoConfiguration.class,
                    DataSourceAutoConfiguration.class,
                    JdbcTemplateAutoConfiguration.class,
                    JdbcClientAutoConfiguration.class))
            .withPropertyValues("e2e.migrations.tables=audit_retention_policies", "e2e.migrations.isolation=method");

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    private ApplicationContextRunner onDataSource() {
        DatabaseAddress address = SERVER.address();
        return this.runner.withPropertyValues(
                "spring.datasource.url=" + address.jdbcUrl() + "?ApplicationName=mine",
                "spring.datasource.username=" + address.user(),
                "spring.datasource.password=" + address.password().value());
    }

    private static void assertThatEachTestIsOnItsOwn(AssertableApplicationContext context) {
        IsolatedAccess access = context.getBean(IsolatedAccess.class);
        JdbcClient jdbc = context.getBean(JdbcClient.class);
        access.contextIsReady();
        String before = "";
        for (int test = 1; test <= 3; test++) {
            access.beforeMethod(test);
            assertThat(rows(jdbc)).isEqualTo(5);
            jdbc.sql("DELETE FROM audit_retention_policies").update();
            assertThat(name(jdbc)).startsWith("e2e_test_").isNotEqualTo(before);
            before = name(jdbc);
            assertThat(context.getBean(JdbcConnectionDetails.class).getJdbcUrl())
                    .contains(before);
            assertThat(context.getBean(MigrationService.class).database().description())
                    .contains(before);
            access.afterMethod(test);
        }
    }

    private static long rows(JdbcClient jdbc) {
        return jdbc.sql("SELECT count(*) FROM audit_retention_policies")
                .query(Long.class)
                .single();
    }

    private static String name(JdbcClient jdbc) {
        return jdbc.sql("SELECT current_database()").query(String.class).single();
    }

    private static void assertThatNothingIsLeft() {
        assertThat(SERVER.databases("e2e_test_")).isEmpty();
        assertThat(SERVER.databases("e2e_template_")).isNotEmpty();
    }

    @Test
    void onTheServerOfAUrl() {
        onDataSource().run(context -> {
            assertThatEachTestIsOnItsOwn(context);
            assertThat(context.getBean(JdbcClient.class)
                            .sql("SELECT current_setting('application_name')")
                            .query(String.class)
                            .single())
                    .isEqualTo("mine");
        });

        assertThatNothingIsLeft();
    }

    @Test
    void onTheServerOfConnectionDetails() {
        this.runner
                .withBean("container", JdbcConnectionDetails.class, () -> new Details(SERVER.address()))
                .run(IsolationOnServersTests::assertThatEachTestIsOnItsOwn);

        assertThatNothingIsLeft();
    }

    @Test
    void inKubernetes() {
        try (TestCluster cluster = TestCluster.start()) {
            new PostgresObjects("e2e", SERVER.address()).deploy(cluster);
            this.runner
                    .withPropertyValues(
                            "e2e.migrations.namespace=e2e",
                            "e2e.migrations.kubeconfig-path=" + cluster.kubeconfig(this.directory, "kind-e2e"))
                    .run(IsolationOnServersTests::assertThatEachTestIsOnItsOwn);
        }

        assertThatNothingIsLeft();
    }

    @Test
    void aContextsOwnStaysTheSame() {
        onDataSource().withPropertyValues("e2e.migrations.isolation=context").run(context -> {
            IsolatedAccess access = context.getBean(IsolatedAccess.class);
            JdbcClient jdbc = context.getBean(JdbcClient.class);
            access.contextIsReady();
            access.beforeMethod("one");
            jdbc.sql("DELETE FROM audit_retention_policies").update();
            access.afterMethod("one");
            access.beforeMethod("other");

            assertThat(rows(jdbc)).isZero();
            assertThat(name(jdbc)).startsWith("e2e_test_");
        });

        assertThatNothingIsLeft();
    }

    @Test
    void theConfiguredDatabaseIsLeftAlone() {
        onDataSource().run(context -> rows(context.getBean(JdbcClient.class)));
        onDataSource()
                .withPropertyValues("e2e.migrations.isolation=none", "e2e.migrations.apply=manual")
                .run(context -> assertThat(context.getBean(JdbcClient.class)
                                .sql("SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace")
                                .query(Long.class)
                                .single())
                        .isZero());
    }

    @Test
    void whoAppliesByHandBeginsWithAnEmptyDatabase() {
        onDataSource().withPropertyValues("e2e.migrations.apply=manual").run(context -> {
            IsolatedAccess access = context.getBean(IsolatedAccess.class);
            for (int test = 1; test <= 2; test++) {
                access.beforeMethod(test);
                assertThat(context.getBean(MigrationService.class)
                                .applyMigrations()
                                .applied())
                        .isNotEmpty();
                access.afterMethod(test);
            }
        });
    }

    @Test
    void thePoolHasTheSettingsOfSpringBoot() {
        onDataSource()
                .withPropertyValues(
                        "spring.datasource.hikari.maximum-pool-size=3", "spring.datasource.hikari.pool-name=ours")
                .run(context -> {
                    HikariDataSource pool = context.getBean(HikariDataSource.class);
                    assertThat(pool.getMaximumPoolSize()).isEqualTo(3);
                    assertThat(pool.getPoolName()).isEqualTo("ours");
                    assertThat(pool.getMinimumIdle()).isZero();
                    assertThat(context.getBean("dataSource")).isSameAs(pool);
                });
    }

    @Test
    void theMaintenanceDatabaseIsWhereTheySayItIs() {
        onDataSource()
                .withPropertyValues("e2e.migrations.maintenance-database=action_history")
                .run(context -> {
                    rows(context.getBean(JdbcClient.class));
                    assertThat(SERVER.query("SELECT DISTINCT datname FROM pg_stat_activity WHERE application_name LIKE"
                                    + " 'e2e-migrations owner%' AND datname <> 'postgres'"))
                            .containsExactly("action_history");
                });
    }

    @Test
    void aHostThatIsNotAllowedIsRefusedBeforeAnythingIsSent() {
        this.runner
                .withPropertyValues("spring.datasource.url=jdbc:postgresql://db.example.org/production")
                .run(context -> assertThat(context)
                        .hasFailed()
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(HostNotAllowedException.class));
    }

    @Test
    void aDataSourceOfTheApplicationsOwnCannotBeLed() {
        this.runner
                .withBean("own", HikariDataSource.class)
                .run(context -> assertThat(context)
                        .hasFailed()
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(IsolationNotPossibleException.class)
                        .hasMessage("""
                                e2e.migrations.isolation=method switches the application's DataSource between databases,\
                                 but the application defines the DataSource 'own' itself.
                                Action: Describe the database by spring.datasource.url, or by a bean of type\
                                 JdbcConnectionDetails, in place of 'own'. Or set e2e.migrations.isolation=none and use\
                                 @ResetData for fresh data."""));
    }

    @Test
    void anotherPoolCannotBeLed() {
        onDataSource()
                .withPropertyValues("spring.datasource.type=org.postgresql.ds.PGSimpleDataSource")
                .run(context ->
                        assertThat(context).hasFailed().getFailure().rootCause().hasMessage("""
                                e2e.migrations.isolation=method works with HikariCP's pool, but spring.datasource.type is\
                                 org.postgresql.ds.PGSimpleDataSource.
                                Action: Take spring.datasource.type out of the test's properties. Or set\
                                 e2e.migrations.isolation=none and use @ResetData for fresh data."""));
    }

    @Test
    void aDatabaseWithoutAnAddressCannotBeLeft() {
        this.runner
                .withPropertyValues("e2e.migrations.target=datasource")
                .run(context ->
                        assertThat(context).hasFailed().getFailure().rootCause().hasMessage("""
                                e2e.migrations.isolation=method needs to know where the application's database is, but there\
                                 is neither spring.datasource.url nor a bean of type JdbcConnectionDetails.
                                Action: Give one of them, or set e2e.migrations.target=embedded."""));
    }

    @Test
    void aMisspelledIsolationIsNoIsolation() {
        this.runner
                .withPropertyValues("e2e.migrations.isolation=methods")
                .run(context -> assertThat(context)
                        .hasFailed()
                        .getFailure()
                        .hasStackTraceContaining("e2e.migrations.isolation"));
    }

    private record Details(DatabaseAddress address) implements JdbcConnectionDetails {

        @Override
        public String getJdbcUrl() {
            return this.address.jdbcUrl();
        }

        @Override
        public @Nullable String getUsername() {
            return this.address.user();
        }

        @Override
        public @Nullable String getPassword() {
            Secret password = this.address.password();
            return password.value();
        }
    }
}
