package io.e2e.migrations.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
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

                Make that one @Primary; or define a bean DatabaseAccess, as in new DataSourceAccess(() -> dataSource, new \
                HostGuard(Set.of(), false)); or set e2e.migrations.enabled=false.""").doesNotContain("\tat ");
    }

    @Test
    void noDataSourceAtAllIsSaid(CapturedOutput output) {
        start(NoDataSource.class, "e2e.migrations.target=datasource");

        assertThat(output).contains("""
                Description:

                The application's own database is to be migrated, but the application has no DataSource.

                Action:

                Set spring.datasource.url, or define a DataSource; or set e2e.migrations.target=embedded to run on an \
                embedded PostgreSQL.""").doesNotContain("\tat ");
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
