package io.e2e.migrations.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.e2e.migrations.boot.targets.Target;
import io.e2e.migrations.boot.targets.TargetChoice;
import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.datasource.HostNotAllowedException;
import io.e2e.migrations.testing.ContainerDatabase;
import io.e2e.migrations.testing.LoopbackSockets;
import io.e2e.migrations.testing.TestDatabases;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.boot.testcontainers.service.connection.ServiceConnectionAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** A container that the test or Docker Compose started, on whatever host its engine is. */
class ContainerTests {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    E2eMigrationsAutoConfiguration.class,
                    DataSourceAutoConfiguration.class,
                    JdbcTemplateAutoConfiguration.class,
                    JdbcClientAutoConfiguration.class))
            .withPropertyValues("e2e.migrations.tables=audit_retention_policies");

    @Test
    void itIsMigratedWhereverTheEngineIs() {
        this.runner.withInitializer(new ContainerDatabase()).run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(context.getBean(TargetChoice.class))
                    .isEqualTo(new TargetChoice(
                            Target.DATASOURCE, "the application defines the bean 'jdbcConnectionDetailsForPostgres'"));
            assertThat(context.getBean(HikariDataSource.class).getJdbcUrl()).contains(ContainerDatabase.HOST);
            assertThat(context.getBean(JdbcClient.class)
                            .sql("SELECT count(*) FROM audit_retention_policies")
                            .query(Integer.class)
                            .single())
                    .isEqualTo(5);
        });
    }

    @Test
    void theSameHostIsRefusedWhereNothingSaysContainer() {
        this.runner
                .withInitializer(ContainerDatabase.unmarked())
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOfSatisfying(
                                HostNotAllowedException.class,
                                refusal -> assertThat(refusal.host()).isEqualTo(ContainerDatabase.HOST)));
    }

    @ParameterizedTest
    @CsvSource({"prod.example:5432, prod.example", "engine.example:5433, engine.example"})
    void anotherServerIsRefusedThoughThereIsAContainer(String server, String refused) {
        DatabaseAddress address = TestDatabases.create().address().orElseThrow();
        this.runner
                .withInitializer(new ContainerDatabase())
                .withBean(
                        DataSource.class,
                        () -> new DriverManagerDataSource(
                                LoopbackSockets.url("prod.example", address).replace("prod.example:5432", server),
                                address.user(),
                                address.password().value()))
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOfSatisfying(
                                HostNotAllowedException.class,
                                refusal -> assertThat(refusal.host()).isEqualTo(refused)));
    }

    @Test
    void orIsAllowedByName() {
        this.runner
                .withInitializer(ContainerDatabase.unmarked())
                .withPropertyValues("e2e.migrations.allowed-hosts=" + ContainerDatabase.HOST + ","
                        + LoopbackSockets.class.getName())
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void aContainerThatIsABeanIsTheDatabaseToo() {
        // Lazy and manual, so that the container is not asked where it runs: there may be no engine.
        this.runner
                .withPropertyValues("e2e.migrations.apply=manual")
                .withConfiguration(AutoConfigurations.of(ServiceConnectionAutoConfiguration.class))
                .withUserConfiguration(ContainerBean.class)
                .withBean(LazyInitializationBeanFactoryPostProcessor.class)
                .run(context ->
                        assertThat(context.getBean(TargetChoice.class).target()).isEqualTo(Target.DATASOURCE));
    }

    @Configuration(proxyBeanMethods = false)
    static class ContainerBean {

        @Bean
        @ServiceConnection
        PostgreSQLContainer postgres() {
            return new PostgreSQLContainer("postgres:18-alpine");
        }
    }
}
