package io.e2e.migrations.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.MigrationService;
import io.e2e.migrations.apply.MigrationListener;
import io.e2e.migrations.apply.MigrationReport;
import io.e2e.migrations.boot.targets.E2eMigrationsProperties;
import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.plan.UnknownSelectionException;
import io.e2e.migrations.testing.FixedTime;
import io.e2e.migrations.testing.TestDatabases;
import io.e2e.migrations.time.TimeSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;

class E2eMigrationsAutoConfigurationTests {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    E2eMigrationsAutoConfiguration.class,
                    DataSourceAutoConfiguration.class,
                    JdbcTemplateAutoConfiguration.class,
                    JdbcClientAutoConfiguration.class))
            .withPropertyValues("e2e.migrations.tables=audit_events");

    /** So that one server serves all contexts of this class. */
    @BeforeAll
    static void startServer() {
        TestDatabases.access();
    }

    private static List<@Nullable String> tables(JdbcClient jdbc) {
        return jdbc.sql("SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND NOT relispartition"
                        + " AND relnamespace = 'public'::regnamespace ORDER BY 1")
                .query(String.class)
                .list();
    }

    @Test
    void oneLineOfPropertiesGivesTheTables() {
        this.runner.run(context -> assertThat(tables(context.getBean(JdbcClient.class)))
                .containsExactly("audit_events", "audit_retention_policies"));
    }

    @Test
    void applicationWhenSpringBootsJdbcSupportIsMissingGetsNoBean() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(E2eMigrationsAutoConfiguration.class))
                .withClassLoader(new FilteredClassLoader("org.springframework.boot.jdbc"))
                .run(context ->
                        assertThat(context.getBeanDefinitionNames()).noneMatch(name -> name.contains("igration")));
    }

    @Test
    void theApplicationConnectsAsTheOwnerWhoIsNoSuperuser() {
        this.runner.run(context -> {
            JdbcClient jdbc = context.getBean(JdbcClient.class);
            assertThat(jdbc.sql("SELECT current_user").query(String.class).single())
                    .isEqualTo("slm_user");
            assertThat(jdbc.sql("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
                            .query(Boolean.class)
                            .single())
                    .isFalse();
        });
    }

    @Test
    void everySettingOfTheDatabaseHasItsEffect() {
        this.runner
                .withPropertyValues(
                        "e2e.migrations.postgres-user=somebody",
                        "e2e.migrations.postgres-db=somewhere",
                        "e2e.migrations.postgres-password=something",
                        "e2e.migrations.schema=elsewhere",
                        "e2e.migrations.partitions.from=2025-11",
                        "e2e.migrations.partitions.months-ahead=0")
                .withBean(TimeSource.class, () -> FixedTime.at("2026-03-01T00:00:00Z"))
                .run(context -> {
                    JdbcConnectionDetails details = context.getBean(JdbcConnectionDetails.class);
                    assertThat(details.getUsername()).isEqualTo("somebody");
                    assertThat(details.getPassword()).isEqualTo("something");
                    assertThat(details.getJdbcUrl()).endsWith("/somewhere");
                    assertThat(context.getBean(JdbcClient.class)
                                    .sql("SELECT count(*) FROM pg_inherits"
                                            + " WHERE inhparent = 'elsewhere.audit_events'::regclass")
                                    .query(Integer.class)
                                    .single())
                            .isEqualTo(5);
                });
    }

    @Test
    void disabledMeansAbsent() {
        this.runner
                .withPropertyValues(
                        "e2e.migrations.enabled=false", "spring.datasource.url=jdbc:postgresql://127.0.0.1:1/nowhere")
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean(MigrationService.class)
                        .doesNotHaveBean(MigrationConfig.class));
    }

    @Test
    void applyingByHandLeavesTheDatabaseEmptyUntilThen() {
        this.runner.withPropertyValues("e2e.migrations.apply=manual").run(context -> {
            JdbcClient jdbc = context.getBean(JdbcClient.class);
            assertThat(tables(jdbc)).isEmpty();

            context.getBean(MigrationService.class).applyAuditMigrations();

            assertThat(tables(jdbc)).contains("audit_events");
        });
    }

    @Test
    void theTablesComeWithATemplate() {
        Reports reports = new Reports();
        this.runner
                .withBean(Reports.class, () -> reports)
                .run(context -> assertThat(reports.reports)
                        .singleElement()
                        .satisfies(report -> assertThat(report.fromTemplate()).hasSize(4)));
    }

    @Test
    void withoutATemplateEachContextAppliesThem() {
        Reports reports = new Reports();
        this.runner
                .withPropertyValues("e2e.migrations.embedded.template=false")
                .withBean(Reports.class, () -> reports)
                .run(context -> assertThat(reports.reports)
                        .singleElement()
                        .satisfies(report -> assertThat(report.applied()).hasSize(4)));
    }

    @Test
    void aMisspelledTableStopsTheContextAndOffersTheRightOne() {
        this.runner
                .withPropertyValues("e2e.migrations.tables=audit_evnets")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(UnknownSelectionException.class)
                        .hasMessageContaining("'audit_evnets' in the selected tables is not a table")
                        .hasMessageContaining("Did you mean audit_events"));
    }

    @Test
    void aMisspelledPropertyStopsTheContext() {
        this.runner
                .withPropertyValues("e2e.migrations.tabels=audit_events")
                .run(context ->
                        assertThat(context).getFailure().rootCause().hasMessageContaining("e2e.migrations.tabels"));
    }

    @Test
    void noVerificationIsDoneWhenNoneIsAskedFor() {
        Reports reports = new Reports();
        this.runner
                .withPropertyValues("e2e.migrations.verify=none")
                .withBean(Reports.class, () -> reports)
                .run(context -> assertThat(reports.reports)
                        .hasSize(1)
                        .first()
                        .extracting(MigrationReport::verification)
                        .isNull());
    }

    @Test
    void aUsersConfigOfThatNameReplacesTheOneFromProperties() {
        this.runner
                .withBean(
                        E2eMigrationsAutoConfiguration.CONFIG_BEAN,
                        MigrationConfig.class,
                        () -> MigrationConfig.defaults().withTables("notification_audit"))
                .run(context ->
                        assertThat(tables(context.getBean(JdbcClient.class))).containsExactly("notification_audit"));
    }

    @Test
    void furtherConfigsAreAppliedTooInOrder() {
        Reports reports = new Reports();
        this.runner
                .withUserConfiguration(FurtherConfigs.class)
                .withBean(Reports.class, () -> reports)
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(reports.reports)
                            .extracting(report -> report.steps()
                                    .get(0)
                                    .planned()
                                    .migration()
                                    .version()
                                    .text())
                            .containsExactly("21", "13");
                });
    }

    @Test
    void theUsersServiceWins() {
        MigrationService own = MigrationService.open(
                MigrationConfig.defaults().withTables("notification_audit"), TestDatabases.access());
        this.runner
                .withBean(MigrationService.class, () -> own)
                .run(context ->
                        assertThat(context.getBean(MigrationService.class)).isSameAs(own));
    }

    @Test
    void aUrlOfTheApplicationsOwnIsTheDatabase() {
        try (var database = TestDatabases.create()) {
            DatabaseAddress address = database.address().orElseThrow();
            this.runner
                    .withPropertyValues(
                            "spring.datasource.url=" + address.jdbcUrl(),
                            "spring.datasource.username=" + address.user(),
                            "spring.datasource.password=" + address.password().value())
                    .run(context -> {
                        assertThat(context.getBean(HikariDataSource.class).getJdbcUrl())
                                .isEqualTo(address.jdbcUrl());
                        assertThat(tables(context.getBean(JdbcClient.class))).contains("audit_events");
                    });
        }
    }

    @Test
    void aPooledConnectionGoesBackClean() {
        try (var database = TestDatabases.create()) {
            DatabaseAddress address = database.address().orElseThrow();
            this.runner
                    .withPropertyValues(
                            "spring.datasource.hikari.maximum-pool-size=1",
                            "spring.datasource.url=" + address.jdbcUrl(),
                            "spring.datasource.username=" + address.user(),
                            "spring.datasource.password=" + address.password().value())
                    .run(context -> {
                        JdbcClient jdbc = context.getBean(JdbcClient.class);
                        assertThat(jdbc.sql("SHOW statement_timeout")
                                        .query(String.class)
                                        .single())
                                .isEqualTo("0");
                        assertThat(jdbc.sql("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'")
                                        .query(Integer.class)
                                        .single())
                                .isZero();
                    });
        }
    }

    @Test
    void theDefaultsOfThePropertiesAreThoseOfTheConfig() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(E2eMigrationsAutoConfiguration.class))
                .withPropertyValues("e2e.migrations.apply=manual")
                .run(context ->
                        assertThat(context.getBean(MigrationConfig.class)).isEqualTo(MigrationConfig.defaults()));
    }

    @Test
    void noPasswordIsInAnyText() {
        this.runner
                .withPropertyValues("e2e.migrations.postgres-password=hunter2")
                .run(context -> {
                    assertThat(context.getBean(E2eMigrationsProperties.class).toString())
                            .doesNotContain("hunter2");
                    assertThat(context.getBean(MigrationConfig.class).toString())
                            .doesNotContain("hunter2");
                    assertThat(context.getBean(JdbcConnectionDetails.class).toString())
                            .doesNotContain("hunter2");
                    assertThat(context.getBean(MigrationService.class)
                                    .database()
                                    .toString())
                            .doesNotContain("hunter2");
                });
    }

    private static final class Reports implements MigrationListener {

        private final List<MigrationReport> reports = new ArrayList<>();

        @Override
        public void onReport(MigrationReport report) {
            this.reports.add(report);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class FurtherConfigs {

        @Bean
        @Order(1)
        MigrationConfig first() {
            return MigrationConfig.defaults().withTables("notification_audit");
        }
    }
}
