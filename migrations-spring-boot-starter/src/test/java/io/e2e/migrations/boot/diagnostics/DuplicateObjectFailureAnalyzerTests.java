package io.e2e.migrations.boot.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;

@ExtendWith(OutputCaptureExtension.class)
class DuplicateObjectFailureAnalyzerTests {

    private static void start(String... arguments) {
        SpringApplication application = new SpringApplication(Application.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        String[] all = Stream.concat(
                        Stream.of("--e2e.migrations.tables=audit_events,oscillation_detections"),
                        Arrays.stream(arguments).map(argument -> "--" + argument))
                .toArray(String[]::new);
        assertThatThrownBy(() -> application.run(all).close()).isNotNull();
    }

    @Test
    void aTableOfFlywaysThatIsOursIsNamedWithTheWaysOut(CapturedOutput output) {
        start("spring.flyway.enabled=true", "spring.flyway.locations=classpath:beside/flyway-claims");

        assertThat(output).contains("""
                Description:

                Flyway cannot create audit_events, because 013_create_audit_events_table.sql created it before: the migrations of \
                e2e.migrations run first. The server said:
                ERROR: relation "audit_events" already exists""").contains("""
                Action:

                Let only one of the two create it. If it belongs to Data Storage, remove audit_events from what the application \
                brings, or set spring.flyway.enabled=false in the test's properties. If it belongs to the application, remove it \
                from e2e.migrations.tables, or set e2e.migrations.enabled=false and use a database of your own.""");
    }

    @Test
    void aColumnOfFlywaysThatIsOursToo(CapturedOutput output) {
        start("spring.flyway.enabled=true", "spring.flyway.locations=classpath:beside/flyway-column");

        assertThat(output)
                .contains("Flyway cannot create audit_events, because 013_create_audit_events_table.sql created");
    }

    @Test
    void aTableOfLiquibasesThatIsOurs(CapturedOutput output) {
        start(
                "spring.liquibase.enabled=true",
                "spring.liquibase.change-log=classpath:beside/liquibase-claims/audit.sql");

        assertThat(output)
                .contains("Liquibase cannot create audit_events, because 013_create_audit_events_table.sql created")
                .contains("set spring.liquibase.enabled=false");
    }

    @Test
    void aTableOfAScriptThatIsOurs(CapturedOutput output) {
        start("spring.sql.init.mode=always", "spring.sql.init.schema-locations=classpath:beside/schema.sql");

        assertThat(output)
                .contains(
                        "A script of the application cannot create audit_events, because 013_create_audit_events_table.sql")
                .contains("set spring.sql.init.mode=never");
    }

    @Test
    void whatIsNoneOfOurMakingIsLeftToItsOwnError(CapturedOutput output) {
        start("spring.flyway.enabled=true", "spring.flyway.locations=classpath:beside/flyway-broken");

        assertThat(output).contains("already exists").doesNotContain("cannot create");
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}
}
