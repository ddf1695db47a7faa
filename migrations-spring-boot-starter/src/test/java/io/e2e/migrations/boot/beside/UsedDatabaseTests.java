package io.e2e.migrations.boot.beside;

import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.boot.autoconfigure.E2eMigrationsAutoConfiguration;
import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.datasource.NotPostgresqlException;
import io.e2e.migrations.testing.TestDatabases;
import java.sql.Connection;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.AbstractDataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;

/** The database that the migrations fill is the one that the application uses, or the start is refused. */
class UsedDatabaseTests {

    private static final TargetDatabase OTHER = TestDatabases.create();

    private static final DatabaseAddress ADDRESS = OTHER.address().orElseThrow();

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    E2eMigrationsAutoConfiguration.class,
                    DataSourceAutoConfiguration.class,
                    JdbcTemplateAutoConfiguration.class,
                    JdbcClientAutoConfiguration.class))
            .withPropertyValues("e2e.migrations.tables=audit_retention_policies", "e2e.migrations.target=embedded");

    @AfterAll
    static void closeOther() {
        OTHER.close();
    }

    private static DriverManagerDataSource other() {
        return new DriverManagerDataSource(
                ADDRESS.jdbcUrl(), ADDRESS.user(), ADDRESS.password().value());
    }

    private static int policies(JdbcClient jdbc) {
        return jdbc.sql("SELECT count(*) FROM audit_retention_policies")
                .query(Integer.class)
                .single();
    }

    @Test
    void applicationWhenItsOwnDataSourceLeadsElsewhereIsRefused() {
        this.runner
                .withBean("shop", DataSource.class, UsedDatabaseTests::other)
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(OtherDatabaseUsedException.class)
                        .message()
                        .matches("(?s)The target is embedded, .*, but the application uses another database: its"
                                + " DataSource 'shop' leads to jdbc:postgresql://[^?]*\\.\\n"
                                + "Action: To use the target's database, set the properties that 'shop' is made from to"
                                + " \\$\\{e2e\\.migrations\\.database\\.url}, \\.username and \\.password; or leave 'shop' out of"
                                + " the test \\(or the replace of @AutoConfigureTestDatabase, if that brings it\\), so that"
                                + " Spring Boot makes the DataSource\\. To migrate the database that the application uses, set"
                                + " e2e\\.migrations\\.target=datasource\\."));
    }

    @Test
    void applicationWhenItsDataSourceIsOfAnotherProductIsRefused() {
        this.runner
                .withBean("h2", DataSource.class, () -> new DriverManagerDataSource("jdbc:h2:mem:used"))
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(OtherDatabaseUsedException.class)
                        .hasMessageContaining("its DataSource 'h2' leads to jdbc:h2:mem:used."));
    }

    @Test
    void applicationWhenOneOfItsDataSourcesIsPrimaryIsJudgedByThatOne() {
        this.runner
                .withBean("shop", DataSource.class, UsedDatabaseTests::other, bean -> bean.setPrimary(true))
                .withUserConfiguration(MadeFromDetails.class)
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(OtherDatabaseUsedException.class)
                        .hasMessageContaining("its DataSource 'shop' leads to"));
    }

    @Test
    void applicationWhenItsSecondDataSourceLeadsElsewhereStarts() {
        this.runner
                .withBean("shop", DataSource.class, UsedDatabaseTests::other)
                .withUserConfiguration(MadeFromDetails.class)
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void applicationWhenItsDataSourceGivesNoConnectionStarts() {
        this.runner
                .withBean("mock", DataSource.class, Connectionless::new)
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void ownDatabaseWhenItsDataSourceGivesNoConnectionIsRefused() {
        this.runner
                .withPropertyValues("e2e.migrations.target=datasource")
                .withBean("mock", DataSource.class, Connectionless::new)
                .run(
                        context -> assertThat(context)
                                .getFailure()
                                .rootCause()
                                .isInstanceOf(NotPostgresqlException.class)
                                .hasMessage(
                                        "The application's DataSource gives no connection, as a mock does: there is nothing"
                                                + " to migrate.\nAction: Set e2e.migrations.enabled=false in the properties of this test."));
    }

    @Test
    void applicationWhenATenantIsNotKnownYetStarts() {
        this.runner
                .withUserConfiguration(ByTenant.class)
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void applicationWhenEveryTenantIsElsewhereIsRefused() {
        this.runner
                .withBean("tenants", DataSource.class, () -> new TenantDataSource(other()))
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(OtherDatabaseUsedException.class)
                        .hasMessageContaining("its DataSource 'tenants' leads to"));
    }

    @Test
    void applicationWhenItsParentLeadsElsewhereIsRefused() {
        new ApplicationContextRunner()
                .withBean("shop", DataSource.class, UsedDatabaseTests::other)
                .run(parent -> this.runner
                        .withParent(parent)
                        .run(context -> assertThat(context)
                                .getFailure()
                                .rootCause()
                                .isInstanceOf(OtherDatabaseUsedException.class)
                                .hasMessageContaining("its DataSource 'shop' leads to")));
    }

    @Test
    void applicationWhenItMakesItsDataSourceFromTheDetailsStarts() {
        this.runner
                .withUserConfiguration(MadeFromDetails.class)
                .run(context ->
                        assertThat(policies(context.getBean(JdbcClient.class))).isPositive());
    }

    @Test
    void applicationWhenItsDataSourceIsWrappedStarts() {
        this.runner.withUserConfiguration(Wrapped.class).run(context -> {
            assertThat(context.getBean(DataSource.class)).isExactlyInstanceOf(DelegatingDataSource.class);
            assertThat(policies(context.getBean(JdbcClient.class))).isPositive();
        });
    }

    @Test
    void applicationWhenAPoolOfAnotherTypeIsConfiguredStarts() {
        this.runner
                .withPropertyValues("spring.datasource.type=" + SimpleDriverDataSource.class.getName())
                .run(context ->
                        assertThat(policies(context.getBean(JdbcClient.class))).isPositive());
    }

    @Test
    void connectionDetailsOfTheApplicationGiveWayToANamedTarget() {
        this.runner
                .withBean("own", JdbcConnectionDetails.class, OwnDetails::new)
                .run(context ->
                        assertThat(policies(context.getBean(JdbcClient.class))).isPositive());
    }

    /** As Mockito answers for a DataSource. */
    private static final class Connectionless extends AbstractDataSource {

        @Override
        public @Nullable Connection getConnection() {
            return null;
        }

        @Override
        public @Nullable Connection getConnection(String user, String password) {
            return null;
        }
    }

    /** No tenant is bound to the thread that starts the application. */
    private static final class TenantDataSource extends AbstractRoutingDataSource {

        TenantDataSource(DataSource only) {
            setTargetDataSources(Map.of("only", only));
        }

        @Override
        protected Object determineCurrentLookupKey() {
            throw new IllegalStateException("no tenant is bound to this thread");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class ByTenant {

        @Bean
        DataSource tenants(JdbcConnectionDetails details) {
            return new TenantDataSource(
                    new DriverManagerDataSource(details.getJdbcUrl(), details.getUsername(), details.getPassword()));
        }
    }

    private static final class OwnDetails implements JdbcConnectionDetails {

        @Override
        public String getJdbcUrl() {
            return ADDRESS.jdbcUrl();
        }

        @Override
        public String getUsername() {
            return ADDRESS.user();
        }

        @Override
        public String getPassword() {
            return ADDRESS.password().value();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class MadeFromDetails {

        @Bean
        DataSource mine(JdbcConnectionDetails details) {
            return new DriverManagerDataSource(details.getJdbcUrl(), details.getUsername(), details.getPassword());
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Wrapped {

        @Bean
        static BeanPostProcessor wrapper() {
            return new BeanPostProcessor() {
                @Override
                public Object postProcessAfterInitialization(Object bean, String name) {
                    return bean instanceof DataSource dataSource ? new DelegatingDataSource(dataSource) : bean;
                }
            };
        }
    }
}
