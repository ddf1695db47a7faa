package io.e2e.migrations.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.e2e.migrations.MigrationService;
import io.e2e.migrations.boot.targets.Target;
import io.e2e.migrations.boot.targets.TargetChoice;
import io.e2e.migrations.database.DatabaseAccess;
import io.e2e.migrations.datasource.DataSourceAccess;
import io.e2e.migrations.datasource.HostGuard;
import io.e2e.migrations.testing.SharedDatabase;
import io.e2e.migrations.testing.TestDatabases;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The recipes of docs/databases.md for an application with several DataSources. */
class SeveralDataSourcesTests {

    private static final String[] ORDERS_ON_EMBEDDED = {
        "e2e.migrations.target=embedded",
        "app.orders.url=${e2e.migrations.database.url}",
        "app.orders.username=${e2e.migrations.database.username}",
        "app.orders.password=${e2e.migrations.database.password}"
    };

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    E2eMigrationsAutoConfiguration.class,
                    DataSourceAutoConfiguration.class,
                    JdbcTemplateAutoConfiguration.class,
                    JdbcClientAutoConfiguration.class))
            .withPropertyValues(
                    "e2e.migrations.tables=audit_retention_policies",
                    "app.orders.url=jdbc:postgresql://localhost:1/orders",
                    "app.reports.url=jdbc:postgresql://localhost:1/reports");

    @BeforeAll
    static void startServer() {
        TestDatabases.access();
    }

    private static long policies(DataSource dataSource) {
        return JdbcClient.create(dataSource)
                .sql("SELECT count(*) FROM audit_retention_policies")
                .query(Long.class)
                .single();
    }

    @Test
    void primaryWhenThreeLinesLeadItToTheEmbeddedDatabaseIsMigrated() {
        this.runner
                .withUserConfiguration(Orders.class, Reports.class)
                .withPropertyValues(ORDERS_ON_EMBEDDED)
                .run(context -> {
                    assertThat(policies(context.getBean("orders", DataSource.class)))
                            .isEqualTo(5);
                    assertThat(context.getBean("reports", HikariDataSource.class)
                                    .getJdbcUrl())
                            .isEqualTo("jdbc:postgresql://localhost:1/reports");
                });
    }

    @Test
    void secondaryWhenItIsNoDefaultCandidateLeavesTheFirstToTheStarter() {
        this.runner.withUserConfiguration(Reports.class).run(context -> {
            assertThat(context.getBean(TargetChoice.class).target()).isEqualTo(Target.EMBEDDED);
            assertThat(policies(context.getBean(DataSource.class))).isEqualTo(5);
        });
    }

    @Test
    void secondaryWhenItIsNoDefaultCandidateMayHaveADatabaseForEachTestBesideIt() {
        this.runner
                .withUserConfiguration(Reports.class)
                .withPropertyValues("e2e.migrations.isolation=method")
                .run(context ->
                        assertThat(policies(context.getBean(DataSource.class))).isEqualTo(5));
    }

    @Test
    void secondaryWhenAnAccessNamesItIsMigrated() {
        SharedDatabase database = SharedDatabase.create();
        this.runner
                .withUserConfiguration(Orders.class, Reports.class, MigratesReports.class)
                .withPropertyValues(
                        "app.reports.url=" + database.address().orElseThrow().jdbcUrl(),
                        "app.reports.username="
                                + database.address().orElseThrow().user(),
                        "app.reports.password="
                                + database.address().orElseThrow().password().value())
                .run(context -> assertThat(policies(context.getBean("reports", DataSource.class)))
                        .isEqualTo(5));
    }

    @Test
    void placeholderWhenTargetIsTheApplicationsOwnSaysWhatToSet() {
        this.runner
                .withUserConfiguration(Orders.class, Reports.class)
                .withPropertyValues("app.orders.url=${e2e.migrations.database.url}")
                .run(context -> assertThat(context).getFailure().rootCause().hasMessage("""
                        ${e2e.migrations.database.url} has no value, because the tests use the application's own database: \
                        the application defines the bean 'orders'.
                        Action: To run the tests on an embedded PostgreSQL, write e2e.migrations.target=embedded into \
                        src/test/resources/config/application.properties."""));
    }

    @Test
    void serviceWhenNobodyReadsThePlaceholdersIsNotAskedForThem() {
        this.runner.run(context -> assertThat(context.getEnvironment().getProperty("e2e.migrations.database.url"))
                .isEqualTo(context.getBean(MigrationService.class)
                        .database()
                        .address()
                        .orElseThrow()
                        .jdbcUrl()));
    }

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties
    static class Orders {

        @Bean
        @Primary
        @ConfigurationProperties("app.orders")
        DataSourceProperties ordersProperties() {
            return new DataSourceProperties();
        }

        @Bean
        @Primary
        HikariDataSource orders(DataSourceProperties properties) {
            return properties
                    .initializeDataSourceBuilder()
                    .type(HikariDataSource.class)
                    .build();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties
    static class Reports {

        @Bean(defaultCandidate = false)
        @Qualifier("reports")
        @ConfigurationProperties("app.reports")
        DataSourceProperties reportsProperties() {
            return new DataSourceProperties();
        }

        @Bean(defaultCandidate = false)
        @Qualifier("reports")
        HikariDataSource reports(@Qualifier("reports") DataSourceProperties properties) {
            return properties
                    .initializeDataSourceBuilder()
                    .type(HikariDataSource.class)
                    .build();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class MigratesReports {

        @Bean
        DatabaseAccess reportsAccess(@Qualifier("reports") DataSource reports) {
            return new DataSourceAccess(() -> reports, new HostGuard(Set.of()));
        }
    }
}
