package io.e2e.migrations.passwords;

import static io.e2e.migrations.passwords.PasswordTrace.MARKER;

import io.e2e.migrations.embedded.ForeignServer;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

@ExtendWith(OutputCaptureExtension.class)
class DataSourcePasswordTests {

    private static ForeignServer server;

    @BeforeAll
    static void start() {
        server = ForeignServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Map<String, String> properties(String url, String isolation) {
        return new HashMap<>(Map.of(
                "spring.datasource.url", url,
                "spring.datasource.username", server.address().user(),
                "spring.datasource.password", MARKER,
                "e2e.migrations.isolation", isolation));
    }

    @Test
    void keptDatabaseWhenTestFailedIsShownAndNotedWithoutPassword(CapturedOutput output) throws Exception {
        server.execute("ALTER ROLE slm_user PASSWORD '" + MARKER + "'");

        SpringRun.failTest(
                        Kept.class,
                        (context, found) -> found.with("names", server.query("SELECT datname FROM pg_database"))
                                .with("comments", server.query("SELECT description FROM pg_shdescription"))
                                .with(
                                        "sessions",
                                        server.query("SELECT application_name || query FROM pg_stat_activity")))
                .with("output", output)
                .contains("Kept the database of Kept.")
                .contains("kept by e2e-migrations: Kept.")
                .contains(" as slm_user with its usual password, for 7 days")
                .assertThatMarkerIsNowhere();
    }

    @ParameterizedTest
    @CsvSource({
        "jdbc:postgresql://prod.invalid/shop?user=me&password=%s, is on host 'prod.invalid'",
        "jdbc:postgresql://me:%s@prod.invalid/shop, jdbc:postgresql:…@prod.invalid/shop",
        "jdbc:postgresql://me:%s@prod.invalid:5432/shop, jdbc:postgresql:…@prod.invalid:5432/shop",
        "jdbc:postgresql://me:%s@localhost/shop?ssl=true, jdbc:postgresql:…@localhost/shop"
    })
    void refusedHostIsReportedWithoutPassword(String url, String shown, CapturedOutput output) {
        for (String isolation : new String[] {"none", "method"}) {
            SpringRun.fail(properties(url.formatted(MARKER), isolation))
                    .with("output", output)
                    .contains(shown)
                    .assertThatMarkerIsNowhere();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "method"})
    void refusedLoginIsReportedWithoutPassword(String isolation, CapturedOutput output) {
        server.execute("ALTER ROLE slm_user PASSWORD 'another'");

        SpringRun.fail(properties(server.address().jdbcUrl(), isolation))
                .with("output", output)
                .contains("password authentication failed for user \"slm_user\"")
                .assertThatMarkerIsNowhere();
    }

    @ParameterizedTest
    @CsvSource({
        "none, jdbc:postgresql://localhost:1/shop, Connection to localhost:1 refused",
        "method, jdbc:postgresql://localhost:1/shop, Connection to localhost:1 refused",
        "none, jdbc:postgresql://db.invalid/shop, db.invalid",
        "method, jdbc:postgresql://db.invalid/shop, db.invalid"
    })
    void unreachableServerIsReportedWithoutPassword(String isolation, String url, String shown, CapturedOutput output) {
        Map<String, String> properties = properties(url, isolation);
        properties.put("e2e.migrations.allowed-hosts", "*.invalid");

        SpringRun.fail(properties).with("output", output).contains(shown).assertThatMarkerIsNowhere();
    }

    @SpringBootTest(classes = SpringRun.Application.class)
    static class Kept {

        @DynamicPropertySource
        static void add(DynamicPropertyRegistry registry) {
            SpringRun.keep(registry, properties(server.address().jdbcUrl(), "method"));
        }
    }
}
