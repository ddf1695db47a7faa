package io.e2e.migrations.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.MigrationService;
import io.e2e.migrations.boot.targets.Target;
import io.e2e.migrations.boot.targets.TargetChoice;
import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.testing.TestDatabases;
import java.util.Arrays;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** An application that wants no DataSource gets nothing of the starter's, unless something else asks for a database. */
class UnwantedDatabaseTests {

    private static final String EXCLUDED = "--spring.autoconfigure.exclude="
            + String.join(
                    ",",
                    "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
                    "org.springframework.boot.jdbc.autoconfigure.DataSourceInitializationAutoConfiguration",
                    "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration");

    @BeforeAll
    static void startServer() {
        TestDatabases.access();
    }

    private static ConfigurableApplicationContext start(Class<?> application, String... arguments) {
        return new SpringApplicationBuilder(application)
                .web(WebApplicationType.NONE)
                .run(arguments);
    }

    private static void assertNothingIsOurs(ConfigurableApplicationContext context) {
        assertThat(Arrays.asList(context.getBeanDefinitionNames()))
                .noneMatch(name -> name.startsWith("io.e2e") || name.contains("igration"));
        assertThat(context.getBeansOfType(DataSource.class)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--none", "--spring.datasource.url=jdbc:postgresql://db.invalid/shop"})
    void applicationWhenItExcludesTheDataSourceByAnnotationGetsNothing(String property) {
        try (ConfigurableApplicationContext context = start(ExcludesByAnnotation.class, property)) {
            assertNothingIsOurs(context);
        }
    }

    @Test
    void applicationWhenItExcludesTheDataSourceByPropertyGetsNothing() {
        try (ConfigurableApplicationContext context = start(Whole.class, EXCLUDED)) {
            assertNothingIsOurs(context);
        }
    }

    @Test
    void applicationWhenItExcludesSpringBootsDataSourceAndHasItsOwnIsMigrated() {
        try (TargetDatabase database = TestDatabases.create();
                ConfigurableApplicationContext context = new SpringApplicationBuilder(
                                ExcludesOnlySpringBootsDataSource.class, Own.class)
                        .web(WebApplicationType.NONE)
                        .initializers(starting -> starting.getBeanFactory()
                                .registerSingleton("address", database.address().orElseThrow()))
                        .run("--e2e.migrations.tables=audit_retention_policies")) {
            assertThat(context.getBean(TargetChoice.class).target()).isEqualTo(Target.DATASOURCE);
            assertThat(context.getBean(MigrationService.class)
                            .verifyMigrations()
                            .isClean())
                    .isTrue();
        }
    }

    @Test
    void applicationWhenItExcludesTheDataSourceAndNamesATargetGetsIt() {
        try (ConfigurableApplicationContext context = start(
                ExcludesByAnnotation.class,
                "--e2e.migrations.target=embedded",
                "--e2e.migrations.tables=audit_retention_policies")) {
            assertThat(context.getBeansOfType(MigrationService.class)).hasSize(1);
        }
    }

    @EnableAutoConfiguration
    static class Whole {}

    @EnableAutoConfiguration(
            exclude = DataSourceAutoConfiguration.class,
            excludeName = {
                "org.springframework.boot.jdbc.autoconfigure.DataSourceInitializationAutoConfiguration",
                "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration"
            })
    static class ExcludesByAnnotation {}

    @EnableAutoConfiguration(exclude = DataSourceAutoConfiguration.class)
    static class ExcludesOnlySpringBootsDataSource {}

    @Configuration(proxyBeanMethods = false)
    static class Own {

        @Bean
        DataSource shop(DatabaseAddress address) {
            return new DriverManagerDataSource(
                    address.jdbcUrl(), address.user(), address.password().value());
        }
    }
}
