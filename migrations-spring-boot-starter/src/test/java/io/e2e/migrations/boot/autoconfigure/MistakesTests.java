package io.e2e.migrations.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.datasource.DataSourceAccess;
import io.e2e.migrations.testing.SharedDatabase;
import java.util.Arrays;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceInitializationAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** What a person sees who got something wrong: Spring Boot's report of a context that does not start, no stack trace. */
@ExtendWith(OutputCaptureExtension.class)
class MistakesTests {

    private static void start(Class<?> configuration, String... arguments) {
        SpringApplication application = new SpringApplication(configuration);
        application.setWebApplicationType(WebApplicationType.NONE);
        String[] all = Arrays.stream(arguments).map(argument -> "--" + argument).toArray(String[]::new);
        assertThatThrownBy(() -> application.run(all).close()).isNotNull();
    }

    @Test
    void aMisspelledPropertyIsNamedWithWhatWasMeantAndWhereItStands(CapturedOutput output) {
        start(Application.class, "e2e.migrations.tabels=audit_events");

        assertThat(output).contains("""
                Description:

                There is no property e2e.migrations.tabels.
                Did you mean e2e.migrations.tables?
                Defined at "e2e.migrations.tabels" from property source "commandLineArgs"

                Action:

                Correct the name. Under e2e.migrations. there are enabled, target,""").contains("partitions.months-ahead").doesNotContain("\tat ");
    }

    @Test
    void aMisspelledPropertyOfAGroupIsFoundToo(CapturedOutput output) {
        start(Application.class, "e2e.migrations.kubernetes.contxt=kind");

        assertThat(output).contains("Did you mean e2e.migrations.kubernetes.context, or");
    }

    @Test
    void aWrongChoiceIsToldTheRightOnes(CapturedOutput output) {
        start(Application.class, "e2e.migrations.target=embeded");

        assertThat(output)
                .contains("Property: e2e.migrations.target")
                .contains("The following values are valid:")
                .contains("    EMBEDDED");
    }

    @Test
    void aValueThatMakesNoSenseIsLaidToItsProperty(CapturedOutput output) {
        start(Application.class, "e2e.migrations.lock-timeout=0s");
        start(Application.class, "e2e.migrations.postgres-db=");
        start(Application.class, "e2e.migrations.partitions.months-ahead=-1");
        start(Application.class, "e2e.migrations.embedded.start-timeout=0s");
        start(Application.class, "e2e.migrations.kubernetes.ready-timeout=0s", "e2e.migrations.namespace=e2e");

        assertThat(output)
                .contains("""
                        Description:

                        e2e.migrations.lock-timeout must be at least 1 ms, not PT0S.

                        Action:

                        Correct it in the test's properties, or in the environment variable that sets it.""")
                .contains("e2e.migrations.postgres-db must not be blank.")
                .contains("e2e.migrations.partitions.months-ahead must not be negative: -1.")
                .contains("e2e.migrations.embedded.start-timeout must be positive, not PT0S.")
                .contains("e2e.migrations.kubernetes.ready-timeout must be positive, not PT0S.")
                .doesNotContain("\tat ");
    }

    @Test
    void anotherHostIsRefusedBeforeAnythingConnects(CapturedOutput output) {
        start(Application.class, "spring.datasource.url=jdbc:postgresql://prod.invalid/shop?password=hunter2");

        assertThat(output)
                .contains("The database 'shop' is on host 'prod.invalid'")
                .contains("e2e.migrations.allowed-hosts=prod.invalid")
                .doesNotContain("HikariPool")
                .doesNotContain("hunter2");
    }

    @Test
    void serverWhenItIsDownNamesTheEmbeddedTargetFirst(CapturedOutput output) {
        start(Application.class, "spring.datasource.url=jdbc:postgresql://localhost:1/shop");

        assertThat(output).contains("""
                Description:

                Cannot connect to the application's database at jdbc:postgresql://localhost:1/shop: Connection to \
                localhost:1 refused. Check that the hostname and port are correct and that the postmaster is accepting \
                TCP/IP connections. (SQLSTATE 08001)

                Action:

                To run the tests on an embedded PostgreSQL, write e2e.migrations.target=embedded into \
                src/test/resources/config/application.properties. If they are meant to use this database: check that the \
                server is running and that this machine can reach it; if it is only slow, raise \
                e2e.migrations.connect-timeout.""").doesNotContain("\tat ");
    }

    @Test
    void serverWhenItIsDownAndTestsAreIsolatedNamesTheEmbeddedTargetFirst(CapturedOutput output) {
        start(
                Application.class,
                "spring.datasource.url=jdbc:postgresql://localhost:1/shop",
                "e2e.migrations.isolation=method");

        assertThat(output)
                .contains(
                        "Cannot connect to the application's database at jdbc:postgresql://localhost:1/shop: Connection to"
                                + " localhost:1 refused.")
                .contains("\n" + DataSourceAccess.USE_EMBEDDED + " If they are meant to use this database: check that");
    }

    @Test
    void passwordWhenItIsWrongNamesTheEmbeddedTargetFirst(CapturedOutput output) {
        DatabaseAddress address = SharedDatabase.create().address().orElseThrow();
        String login = "spring.datasource.username=" + address.user();

        start(Application.class, "spring.datasource.url=" + address.jdbcUrl(), login, "spring.datasource.password=no");
        start(
                Application.class,
                "spring.datasource.url=" + address.withDatabase("nowhere").jdbcUrl(),
                login,
                "spring.datasource.password=" + address.password().value());

        assertThat(output)
                .contains(DataSourceAccess.USE_EMBEDDED + " If they are meant to use this database: check"
                        + " spring.datasource.username and spring.datasource.password.")
                .contains(
                        DataSourceAccess.USE_EMBEDDED + " If they are meant to use this database: create it, or correct"
                                + " its name in spring.datasource.url.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "method"})
    void urlWhenItsPlaceholderHasNoValueIsSaidOnce(String isolation, CapturedOutput output) {
        start(Application.class, "spring.datasource.url=${SHOP_DB_URL}", "e2e.migrations.isolation=" + isolation);

        assertThat(output).contains("""
                Description:

                spring.datasource.url is ${SHOP_DB_URL}, and the placeholder SHOP_DB_URL has no value.

                Action:

                To run the tests on an embedded PostgreSQL, write e2e.migrations.target=embedded into \
                src/test/resources/config/application.properties. Or give SHOP_DB_URL a value, in the environment or in the \
                test's properties.""").doesNotContain("\tat ").doesNotContain("Error processing condition");
    }

    @ParameterizedTest
    @ValueSource(strings = {"enabled", "target", "isolation", "namespace", "lock-timeout"})
    void ownPropertyWhenItsPlaceholderHasNoValueIsSaidOnce(String property, CapturedOutput output) {
        start(Application.class, "e2e.migrations." + property + "=${NOWHERE}");

        assertThat(output)
                .contains("""
                Description:

                e2e.migrations.%s is ${NOWHERE}, and the placeholder NOWHERE has no value.

                Action:

                Give NOWHERE a value, in the environment or in the test's properties; or give the property another \
                value.""".formatted(property))
                .doesNotContain("\tat ")
                .doesNotContain("Error processing condition");
    }

    @Test
    void jndiNameWhenThereIsNoJndiNamesTheWaysOut(CapturedOutput output) {
        start(Application.class, "spring.datasource.jndi-name=jdbc/shop");

        assertThat(output)
                .contains(
                        "The DataSource of spring.datasource.jndi-name cannot be looked up: Need to specify class name")
                .contains("\nSet spring.datasource.jndi-name=false in the test's properties. "
                        + DataSourceAccess.USE_EMBEDDED);
    }

    @Test
    void aHostWithoutAddressIsNamed(CapturedOutput output) {
        start(
                Application.class,
                "spring.datasource.url=jdbc:postgresql://db.invalid/shop",
                "e2e.migrations.allowed-hosts=*.invalid");

        assertThat(output)
                .contains("Cannot connect to the application's database at jdbc:postgresql://db.invalid/shop: this"
                        + " machine cannot resolve the host name db.invalid");
    }

    @Test
    void severalDataSourcesOfEqualRankAreNamed(CapturedOutput output) {
        start(TwoDataSources.class);

        assertThat(output).contains("""
                Description:

                The application has several DataSources (one, two), and none is primary: it is not clear which one is to be \
                migrated.

                Action:

                Set e2e.migrations.target=embedded, and the properties of that one to ${e2e.migrations.database.url}, \
                .username and .password; or make it @Primary; or define a bean DatabaseAccess, as in new DataSourceAccess(() -> \
                dataSource, new HostGuard(Set.of())); or set e2e.migrations.enabled=false.""").doesNotContain("\tat ");
    }

    @Test
    void noDataSourceAtAllIsSaid(CapturedOutput output) {
        start(NoDataSource.class, "e2e.migrations.target=datasource");

        assertThat(output).contains("""
                Description:

                The application's own database is to be migrated, but the application has no DataSource.

                Action:

                To run the tests on an embedded PostgreSQL, write e2e.migrations.target=embedded into \
                src/test/resources/config/application.properties. Or set spring.datasource.url, or define a \
                DataSource.""").doesNotContain("\tat ");
    }

    @Test
    void anotherProductIsNamed(CapturedOutput output) {
        start(Application.class, "spring.datasource.url=jdbc:h2:mem:x");

        assertThat(output)
                .contains("The application's DataSource points to jdbc:h2:mem:x, which is not a PostgreSQL database.");
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class TwoDataSources {

        @Bean
        DataSource one() {
            return new DriverManagerDataSource("jdbc:postgresql://localhost:1/one");
        }

        @Bean
        DataSource two() {
            return new DriverManagerDataSource("jdbc:postgresql://localhost:1/two");
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(
            exclude = {DataSourceAutoConfiguration.class, DataSourceInitializationAutoConfiguration.class})
    static class NoDataSource {}
}
