package io.e2e.migrations.boot.beside;

import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.boot.autoconfigure.E2eMigrationsAutoConfiguration;
import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.testing.TestDatabases;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import javax.sql.DataSource;
import liquibase.integration.spring.SpringLiquibase;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.boot.flyway.autoconfigure.FlywayDataSource;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceInitializationAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.liquibase.autoconfigure.LiquibaseAutoConfiguration;
import org.springframework.boot.liquibase.autoconfigure.LiquibaseDataSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.AbstractDriverBasedDataSource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Another database, which has a table, and everything that can lead an application's other tools there. */
class OtherDatabaseTests {

    private static final String FOREIGN_HOST = "jdbc:postgresql://db.invalid/shop?password=hunter2";

    private final TargetDatabase other = TestDatabases.create();
    private final DatabaseAddress address = this.other.address().orElseThrow();

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    E2eMigrationsAutoConfiguration.class,
                    DataSourceAutoConfiguration.class,
                    DataSourceInitializationAutoConfiguration.class,
                    JdbcTemplateAutoConfiguration.class,
                    JdbcClientAutoConfiguration.class,
                    FlywayAutoConfiguration.class,
                    LiquibaseAutoConfiguration.class))
            .withPropertyValues("e2e.migrations.tables=audit_events");

    private final ApplicationContextRunner flyway = this.runner.withPropertyValues(
            "spring.liquibase.enabled=false", "spring.flyway.locations=classpath:beside/flyway");

    private final ApplicationContextRunner liquibase = this.runner.withPropertyValues(
            "spring.flyway.enabled=false", "spring.liquibase.change-log=classpath:beside/liquibase/notes.sql");

    @BeforeEach
    void fillOther() {
        jdbc().sql("CREATE TABLE legacy (id int)").update();
    }

    @AfterEach
    void otherIsLeftAsItWas() {
        assertThat(tables(jdbc())).containsExactly("legacy");
        this.other.close();
    }

    private DriverManagerDataSource dataSource(String url) {
        return new DriverManagerDataSource(
                url, this.address.user(), this.address.password().value());
    }

    private JdbcClient jdbc() {
        return JdbcClient.create(dataSource(this.address.jdbcUrl()));
    }

    private static List<@Nullable String> tables(JdbcClient jdbc) {
        return jdbc.sql("SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND NOT relispartition"
                        + " AND relnamespace = 'public'::regnamespace ORDER BY 1")
                .query(String.class)
                .list();
    }

    private String[] properties(String prefix) {
        return new String[] {
            prefix + ".url=" + this.address.jdbcUrl(),
            prefix + ".user=" + this.address.user(),
            prefix + ".password=" + this.address.password().value()
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "method"})
    void flywayWhenItHasAUrlOfItsOwnMigratesTheTestsDatabase(String isolation) {
        this.flyway
                .withPropertyValues(properties("spring.flyway"))
                .withPropertyValues("e2e.migrations.isolation=" + isolation)
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(tables(context.getBean(JdbcClient.class))).contains("audit_events", "notes");
                    assertThat(context.getBean(Flyway.class).getConfiguration().getDataSource())
                            .isSameAs(context.getBean(DataSource.class));
                });
    }

    @Test
    void flywayWhenItHasAUserOfItsOwnMigratesTheTestsDatabaseAsTheTestsUser() {
        this.flyway
                .withPropertyValues("spring.flyway.user=owner", "spring.flyway.password=secret")
                .run(context ->
                        assertThat(tables(context.getBean(JdbcClient.class))).contains("notes"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "method"})
    void liquibaseWhenItHasAUrlOfItsOwnMigratesTheTestsDatabase(String isolation) {
        this.liquibase
                .withPropertyValues(properties("spring.liquibase"))
                .withPropertyValues("e2e.migrations.isolation=" + isolation)
                .run(context ->
                        assertThat(tables(context.getBean(JdbcClient.class))).contains("notes"));
    }

    @Test
    void scriptsWhenTheyHaveAUserOfTheirOwnRunAsTheTestsUser() {
        this.runner
                .withPropertyValues(
                        "spring.flyway.enabled=false",
                        "spring.liquibase.enabled=false",
                        "spring.sql.init.mode=always",
                        "spring.sql.init.username=owner",
                        "spring.sql.init.password=secret",
                        "spring.sql.init.schema-locations=classpath:beside/own-schema.sql")
                .run(context ->
                        assertThat(tables(context.getBean(JdbcClient.class))).contains("mine"));
    }

    @Test
    void flywayWhenItsUrlStaysForeignIsNotBaselined() throws SQLException {
        try (TargetDatabase own = TestDatabases.create()) {
            DatabaseAddress ownAddress = own.address().orElseThrow();
            this.flyway
                    .withPropertyValues(properties("spring.flyway"))
                    .withPropertyValues(
                            "spring.datasource.url=" + ownAddress.jdbcUrl(),
                            "spring.datasource.username=" + ownAddress.user(),
                            "spring.datasource.password="
                                    + ownAddress.password().value())
                    .run(context -> assertThat(context)
                            .getFailure()
                            .rootCause()
                            .isInstanceOf(FlywayException.class)
                            .hasMessageContaining("no schema history table"));
        }
    }

    @Test
    void flywayWhenItsUrlLeadsToTheMigratedDatabaseByAnotherNameIsBaselined() throws SQLException {
        try (TargetDatabase own = TestDatabases.create()) {
            DatabaseAddress ownAddress = own.address().orElseThrow();
            this.flyway
                    .withPropertyValues(
                            "spring.datasource.url=" + ownAddress.jdbcUrl(),
                            "spring.datasource.username=" + ownAddress.user(),
                            "spring.datasource.password="
                                    + ownAddress.password().value(),
                            "spring.flyway.url=" + ownAddress.jdbcUrl().replace("127.0.0.1", "localhost")
                                    + "?ApplicationName=owner",
                            "spring.flyway.user=" + ownAddress.user(),
                            "spring.flyway.password=" + ownAddress.password().value())
                    .run(context -> assertThat(tables(context.getBean(JdbcClient.class)))
                            .contains("notes"));
        }
    }

    @Test
    void flywayWhenTheSchemaHasTablesOfOthersIsNotBaselined() {
        try (TargetDatabase own = TestDatabases.create()) {
            DatabaseAddress ownAddress = own.address().orElseThrow();
            DriverManagerDataSource ownDataSource = dataSource(ownAddress.jdbcUrl());
            JdbcClient.create(ownDataSource).sql("CREATE TABLE legacy (id int)").update();
            this.flyway
                    .withBean(DataSource.class, () -> ownDataSource)
                    .run(context -> assertThat(context)
                            .getFailure()
                            .rootCause()
                            .isInstanceOf(FlywayException.class)
                            .hasMessageContaining("no schema history table"));
        }
    }

    @Test
    void flywayDataSourceWhenItLeadsToAnotherDatabaseIsNotBaselined() {
        this.flyway
                .withBean(Address.class, () -> new Address(dataSource(this.address.jdbcUrl())))
                .withUserConfiguration(OwnFlywayDataSource.class)
                .withPropertyValues("e2e.migrations.target=embedded")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(FlywayException.class)
                        .hasMessageContaining("no schema history table"));
    }

    @Test
    void flywayDataSourceWhenItsHostIsForeignIsRefused() {
        this.flyway
                .withBean(Address.class, () -> new Address(dataSource(FOREIGN_HOST)))
                .withUserConfiguration(OwnFlywayDataSource.class)
                .withPropertyValues("e2e.migrations.target=embedded")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(ForeignDatabaseException.class)
                        .hasMessage("Flyway is about to migrate jdbc:postgresql://db.invalid/shop. The database"
                                + " is on host 'db.invalid', which is neither this machine nor a container of this test."
                                + " Nothing was written there.\n"
                                + "Action: If it is a test database, name the host:"
                                + " e2e.migrations.allowed-hosts=db.invalid. Otherwise give the test another DataSource"
                                + " for it, or switch the tool off in the test's properties:"
                                + " spring.flyway.enabled=false or spring.liquibase.enabled=false."));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {FOREIGN_HOST, "jdbc:mysql://db.invalid:3306/shop", "jdbc:sqlserver://db.invalid;database=shop"})
    void flywayWhenTheApplicationMakesItItselfIsRefusedAForeignHost(String url) {
        this.flyway
                .withBean(
                        "reports",
                        Flyway.class,
                        () -> Flyway.configure().dataSource(new NamedUrl(url)).load())
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(ForeignDatabaseException.class)
                        .hasMessageContaining("Flyway ('reports') is about to migrate")
                        .hasMessageContaining("The database is on host 'db.invalid', which"));
    }

    @Test
    void flywayWhenACustomizerLeadsItElsewhereIsRefused() {
        this.flyway
                .withBean(
                        FlywayConfigurationCustomizer.class,
                        () -> configuration -> configuration.dataSource(new NamedUrl(FOREIGN_HOST)))
                .run(context ->
                        assertThat(context).getFailure().rootCause().isInstanceOf(ForeignDatabaseException.class));
    }

    @Test
    void liquibaseDataSourceWhenItsHostIsForeignIsRefused() {
        this.liquibase
                .withBean(Address.class, () -> new Address(new NamedUrl(FOREIGN_HOST)))
                .withUserConfiguration(OwnLiquibaseDataSource.class)
                .withPropertyValues("e2e.migrations.target=embedded")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(ForeignDatabaseException.class)
                        .hasMessageStartingWith(
                                "Liquibase ('liquibase') is about to migrate jdbc:postgresql://db.invalid/shop."));
    }

    @Test
    void liquibaseDataSourceWhenItIsInThisProcessPasses() {
        this.liquibase
                .withBean(Address.class, () -> new Address(new DriverManagerDataSource("jdbc:h2:mem:own")))
                .withPropertyValues("spring.liquibase.change-log=classpath:beside/liquibase/own.sql")
                .withUserConfiguration(OwnLiquibaseDataSource.class)
                .withPropertyValues("e2e.migrations.target=embedded")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void liquibaseWhenItIsToDropOurTablesFirstIsRefused() {
        this.liquibase
                .withPropertyValues("spring.liquibase.drop-first=true")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(ForeignDatabaseException.class)
                        .hasMessage("Liquibase ('liquibase') is to drop every object of the schema before it migrates"
                                + " (spring.liquibase.drop-first=true), and e2e.migrations has created its own there.\n"
                                + "Action: Set spring.liquibase.drop-first=false in the test's properties; use"
                                + " e2e.migrations.target=embedded for a database that is new in every run."));
    }

    @Test
    void liquibaseWhenTheApplicationMakesItItselfIsLookedAtToo() {
        this.liquibase
                .withBean("reports", SpringLiquibase.class, () -> {
                    SpringLiquibase own = new SpringLiquibase();
                    own.setDataSource(new NamedUrl(FOREIGN_HOST));
                    return own;
                })
                .run(context ->
                        assertThat(context).getFailure().rootCause().isInstanceOf(ForeignDatabaseException.class));
    }

    private record Address(DataSource dataSource) {}

    /** Tells its URL, and never connects. */
    private static final class NamedUrl extends AbstractDriverBasedDataSource {

        NamedUrl(String url) {
            setUrl(url);
        }

        @Override
        protected Connection getConnectionFromDriver(Properties properties) throws SQLException {
            throw new SQLException("not connected");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnFlywayDataSource {

        @Bean(defaultCandidate = false)
        @FlywayDataSource
        DataSource flywayDataSource(Address address) {
            return address.dataSource();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnLiquibaseDataSource {

        @Bean(defaultCandidate = false)
        @LiquibaseDataSource
        DataSource liquibaseDataSource(Address address) {
            return address.dataSource();
        }
    }
}
