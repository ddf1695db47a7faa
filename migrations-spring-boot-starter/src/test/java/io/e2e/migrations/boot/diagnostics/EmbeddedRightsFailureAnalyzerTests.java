package io.e2e.migrations.boot.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.mock.env.MockEnvironment;

@ExtendWith(OutputCaptureExtension.class)
class EmbeddedRightsFailureAnalyzerTests {

    private final MockEnvironment environment = new MockEnvironment().withProperty("e2e.migrations.target", "embedded");

    @Test
    void contextWhenFlywayLacksARightNamesTheSwitchAndStartsWithIt(CapturedOutput output) {
        try {
            start("--e2e.migrations.target=embedded");
        } catch (RuntimeException ex) {
            // The report is what is looked at.
        }
        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("V1__roles.sql")
                .contains("permission denied to create role")
                .contains("""
                        Action:

                        The role of the embedded database is no superuser, as that of a service is none. If the application's \
                        migrations create roles, extensions or the like, set e2e.migrations.embedded.superuser=true in the \
                        test's properties: the role is then one, as in PostgreSQL's container image.
                        """);

        start("--e2e.migrations.target=embedded", "--e2e.migrations.embedded.superuser=true");
    }

    @Test
    void analyzeWhenRoleExistsAlreadySaysWhoSharesTheServer() {
        SQLException exists = new SQLException("ERROR: role \"reporting\" already exists", "42710");

        var analysis = new EmbeddedRightsFailureAnalyzer(this.environment)
                .analyze(new IllegalStateException("V1__roles.sql failed", exists));

        assertThat(analysis.getDescription()).isEqualTo("V1__roles.sql failed");
        assertThat(analysis.getAction())
                .isEqualTo("Roles belong to a server, not to a database, and contexts with the same"
                        + " e2e.migrations.embedded properties share the server. Create the role only if pg_roles does not"
                        + " have it.");
    }

    @Test
    void analyzeWhenRoleIsSuperuserOrDatabaseIsAnothersSaysNothing() {
        SQLException denied = new SQLException("ERROR: permission denied", "42501");
        EmbeddedRightsFailureAnalyzer analyzer = new EmbeddedRightsFailureAnalyzer(this.environment);

        this.environment.setProperty("e2e.migrations.embedded.superuser", "true");
        assertThat(analyzer.analyze(denied)).isNull();
        this.environment.setProperty("e2e.migrations.embedded.superuser", "false");
        assertThat(analyzer.analyze(denied)).isNotNull();
        this.environment.setProperty("e2e.migrations.target", "datasource");
        assertThat(analyzer.analyze(denied)).isNull();
    }

    private static void start(String... target) {
        SpringApplication application = new SpringApplication(Application.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        String[] arguments = Stream.concat(
                        Stream.of(
                                "--spring.flyway.enabled=true",
                                "--spring.flyway.locations=classpath:beside/flyway-roles",
                                "--e2e.migrations.tables=audit_events"),
                        Stream.of(target))
                .toArray(String[]::new);
        application.run(arguments).close();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}
}
