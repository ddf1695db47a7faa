package io.e2e.migrations.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.e2e.migrations.apply.MigrationListener;
import io.e2e.migrations.apply.MigrationReport;
import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.testing.TestDatabases;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;

/** The tables are there before anything uses the database, whichever way it asks. */
class MigrationTimingTests {

    private final TargetDatabase database = TestDatabases.create();

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    E2eMigrationsAutoConfiguration.class,
                    DataSourceAutoConfiguration.class,
                    JdbcTemplateAutoConfiguration.class,
                    JdbcClientAutoConfiguration.class))
            .withPropertyValues("e2e.migrations.tables=audit_retention_policies");

    @AfterEach
    void dropDatabase() {
        this.database.close();
    }

    private static int rows(DataSource dataSource) {
        return JdbcClient.create(dataSource)
                .sql("SELECT count(*) FROM audit_retention_policies")
                .query(Integer.class)
                .single();
    }

    /** The databases that do not have the tables from the beginning. */
    enum Place {
        URL,
        URL_WITH_ISOLATION,
        OWN_BEAN,
        EMBEDDED,
        EMBEDDED_WITH_ISOLATION
    }

    private ApplicationContextRunner on(Place place) {
        DatabaseAddress address = this.database.address().orElseThrow();
        return switch (place) {
            case URL ->
                this.runner.withPropertyValues(
                        "spring.datasource.url=" + address.jdbcUrl(),
                        "spring.datasource.username=" + address.user(),
                        "spring.datasource.password=" + address.password().value());
            case OWN_BEAN -> this.runner.withBean("own", HikariDataSource.class, this::pool);
            case EMBEDDED -> this.runner.withPropertyValues("e2e.migrations.embedded.template=false");
            case EMBEDDED_WITH_ISOLATION ->
                this.runner.withPropertyValues(
                        "e2e.migrations.embedded.template=false", "e2e.migrations.isolation=method");
            case URL_WITH_ISOLATION ->
                on(Place.URL).withPropertyValues("e2e.migrations.target=embedded", "e2e.migrations.isolation=class");
        };
    }

    private HikariDataSource pool() {
        DatabaseAddress address = this.database.address().orElseThrow();
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(address.jdbcUrl());
        pool.setUsername(address.user());
        pool.setPassword(address.password().value());
        return pool;
    }

    @ParameterizedTest
    @EnumSource
    void lazyContextWhenItIsAskedForADataSourceOnlyHasTheTables(Place place) {
        on(place)
                .withInitializer(context ->
                        context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
                .run(context ->
                        assertThat(rows(context.getBean(DataSource.class))).isEqualTo(5));
    }

    @Test
    void lazyContextWhenNobodyAsksHasTheTablesToo() {
        on(Place.URL)
                .withInitializer(context ->
                        context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
                .run(context -> assertThat(rows(pool())).isEqualTo(5));
    }

    static Stream<Class<?>> early() {
        return Stream.of(
                InConstructor.class, InPostProcessor.class, InFactoryBean.class, ByDetails.class, Lazily.class);
    }

    @ParameterizedTest
    @MethodSource("early")
    void beanWhenItQueriesWhileItIsCreatedFindsTheTables(Class<?> configuration) {
        for (Place place : Place.values()) {
            if (configuration != ByDetails.class || place != Place.OWN_BEAN) {
                on(place)
                        .withUserConfiguration(configuration)
                        .run(context -> assertThat(context.getBean(Found.class).rows())
                                .as("on %s", place)
                                .isEqualTo(5));
            }
        }
    }

    @Test
    void routingDataSourceWhenItIsTheOneThatIsMigratedIsAwaited() {
        this.runner
                .withBean("pool", HikariDataSource.class, this::pool)
                .withUserConfiguration(Routing.class, InConstructor.class)
                .run(context -> assertThat(context.getBean(Found.class).rows()).isEqualTo(5));
    }

    @Test
    void dataSourceWhenAFactoryMakesItHasTheTablesFromTheBeginning() {
        this.runner
                .withBean(
                        "address",
                        DatabaseAddress.class,
                        () -> this.database.address().orElseThrow())
                .withUserConfiguration(Factory.class, InConstructor.class)
                .run(context -> assertThat(context.getBean(Found.class).rows()).isEqualTo(5));
    }

    @Test
    void listenerWhenItsConfigurationHoldsADataSourceHearsOfTheMigrations() {
        on(Place.URL)
                .withUserConfiguration(Listening.class)
                .run(context ->
                        assertThat(context.getBean(Listening.class).reports).hasValue(1));
    }

    @Test
    void contextWhenAMigrationFailsDoesNotGiveItsDataSourceAway() {
        on(Place.URL)
                .withUserConfiguration(InConstructor.class)
                .withPropertyValues("e2e.migrations.tables=audit_retention_policy")
                .run(context -> assertThat(context).getFailure().hasStackTraceContaining("audit_retention_policies"));
    }

    /** What a bean saw while it was created. */
    record Found(int rows) {}

    @Configuration(proxyBeanMethods = false)
    static class InConstructor {

        /** Before every bean of an auto-configuration. */
        @Bean
        Found found(DataSource dataSource) {
            return new Found(rows(dataSource));
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class InPostProcessor {

        @Bean
        static BeanPostProcessor nothing(Found found) {
            return new BeanPostProcessor() {

                @Override
                public String toString() {
                    return found.toString();
                }
            };
        }

        @Bean
        static Found found(DataSource dataSource) {
            return new Found(rows(dataSource));
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class InFactoryBean {

        @Bean
        FactoryBean<Found> found(DataSource dataSource) {
            Found found = new Found(rows(dataSource));
            return new FactoryBean<>() {

                @Override
                public Found getObject() {
                    return found;
                }

                @Override
                public Class<?> getObjectType() {
                    return Found.class;
                }
            };
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class ByDetails {

        @Bean
        Found found(JdbcConnectionDetails details) throws SQLException {
            try (Connection connection = DriverManager.getConnection(
                            details.getJdbcUrl(), details.getUsername(), details.getPassword());
                    Statement statement = connection.createStatement();
                    ResultSet count = statement.executeQuery("SELECT count(*) FROM audit_retention_policies")) {
                count.next();
                return new Found(count.getInt(1));
            }
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Lazy
    static class Lazily {

        @Bean
        Found found(DataSource dataSource) {
            return new Found(rows(dataSource));
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Routing {

        @Bean
        @Primary
        AbstractRoutingDataSource routing(HikariDataSource pool) {
            AbstractRoutingDataSource routing = new AbstractRoutingDataSource() {

                @Override
                protected Object determineCurrentLookupKey() {
                    return "pool";
                }
            };
            routing.setTargetDataSources(Map.of("pool", pool));
            return routing;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Listening {

        private final AtomicInteger reports = new AtomicInteger();

        Listening(DataSource dataSource) {
            assertThat(dataSource).isNotNull();
        }

        @Bean
        MigrationListener listener() {
            return new MigrationListener() {

                @Override
                public void onReport(MigrationReport report) {
                    Listening.this.reports.incrementAndGet();
                }
            };
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Factory {

        @Bean
        FactoryBean<DataSource> made(DatabaseAddress address) {
            DataSource simple = new DriverManagerDataSource(
                    address.jdbcUrl(), address.user(), address.password().value());
            return new FactoryBean<>() {

                @Override
                public DataSource getObject() {
                    return simple;
                }

                @Override
                public Class<?> getObjectType() {
                    return DataSource.class;
                }
            };
        }
    }
}
