package io.e2e.migrations.passwords;

import static io.e2e.migrations.passwords.PasswordTrace.MARKER;

import io.e2e.migrations.config.Secret;
import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.embedded.ForeignServer;
import io.e2e.migrations.kubernetes.cluster.PostgresObjects;
import io.e2e.migrations.kubernetes.cluster.TestCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The password is that of the namespace's Secret, or configured. */
@ExtendWith(OutputCaptureExtension.class)
class KubernetesPasswordTests {

    @TempDir
    private static Path directory;

    private static ForeignServer server;
    private static TestCluster cluster;
    private static Path kubeconfig;

    @BeforeAll
    static void start() {
        server = ForeignServer.start();
        cluster = TestCluster.start();
        kubeconfig = cluster.kubeconfig(directory, "kind-e2e");
        DatabaseAddress own = server.address();
        new PostgresObjects(
                        "e2e",
                        new DatabaseAddress(own.host(), own.port(), own.database(), own.user(), new Secret(MARKER)))
                .deploy(cluster);
    }

    @AfterAll
    static void stop() {
        cluster.close();
        server.close();
    }

    private static Map<String, String> properties(String... more) {
        Map<String, String> properties = new HashMap<>(
                Map.of("e2e.migrations.namespace", "e2e", "e2e.migrations.kubeconfig-path", kubeconfig.toString()));
        for (int i = 0; i < more.length; i += 2) {
            properties.put(more[i], more[i + 1]);
        }
        return properties;
    }

    private static void assertThatKeptDatabaseIsShownWithoutPassword(Class<?> test, CapturedOutput output)
            throws Exception {
        server.execute("ALTER ROLE slm_user PASSWORD '" + MARKER + "'");

        SpringRun.failTest(
                        test,
                        (context, found) -> found.with("names", server.query("SELECT datname FROM pg_database"))
                                .with("comments", server.query("SELECT description FROM pg_shdescription")))
                .with("output", output)
                .contains("Kept the database of " + test.getSimpleName())
                .contains(" as slm_user with its usual password, for 7 days")
                .assertThatMarkerIsNowhere();
    }

    @Test
    void keptDatabaseWhenPasswordIsConfiguredIsShownWithoutIt(CapturedOutput output) throws Exception {
        assertThatKeptDatabaseIsShownWithoutPassword(Configured.class, output);
    }

    @Test
    void keptDatabaseWhenPasswordIsInSecretIsShownWithoutIt(CapturedOutput output) throws Exception {
        assertThatKeptDatabaseIsShownWithoutPassword(FromSecret.class, output);
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "method"})
    void refusedLoginIsReportedWithoutPassword(String isolation, CapturedOutput output) {
        server.execute("ALTER ROLE slm_user PASSWORD 'another'");

        SpringRun.fail(properties("e2e.migrations.isolation", isolation))
                .with("output", output)
                .contains("refuses the password of role 'slm_user'")
                .assertThatMarkerIsNowhere();
        SpringRun.fail(properties("e2e.migrations.isolation", isolation, "e2e.migrations.postgres-password", MARKER))
                .with("output", output)
                .contains("The password came from e2e.migrations.postgres-password")
                .assertThatMarkerIsNowhere();
    }

    @Test
    void refusedSecretIsReportedWithoutPassword(CapturedOutput output) {
        cluster.troubles().forbid("get", "secrets");
        try {
            SpringRun.fail(properties())
                    .with("output", output)
                    .contains("does not allow this context to get secrets")
                    .assertThatMarkerIsNowhere();
        } finally {
            cluster.troubles().allow("get", "secrets");
        }
    }

    @Test
    void unreachablePodIsReportedWithoutPassword(CapturedOutput output) {
        cluster.refuse("postgresql-0");
        try {
            SpringRun.fail(properties(
                            "e2e.migrations.kubernetes.ready-timeout",
                            "1s",
                            "e2e.migrations.postgres-password",
                            MARKER))
                    .with("output", output)
                    .contains("did not answer within 1 s")
                    .assertThatMarkerIsNowhere();
        } finally {
            cluster.listen("postgresql-0", server.address().port());
        }
    }

    @Test
    void refusedClusterIsReportedWithoutPasswordOfItsUrl(CapturedOutput output) throws IOException {
        SpringRun.fail(properties("e2e.migrations.kubeconfig-path", withPasswordInUrl("production")))
                .with("output", output)
                .contains("Context 'production' (server http://127.0.0.1:1)")
                .assertThatMarkerIsNowhere();
    }

    @Test
    void unreachableClusterIsReportedWithoutPasswordOfItsUrl(CapturedOutput output) throws IOException {
        SpringRun.fail(properties("e2e.migrations.kubeconfig-path", withPasswordInUrl("kind-gone")))
                .with("output", output)
                .contains("The API server of context 'kind-gone' (server http://127.0.0.1:1) cannot be reached")
                .assertThatMarkerIsNowhere();
    }

    private static String withPasswordInUrl(String context) throws IOException {
        Path written = cluster.kubeconfig(directory, context);
        return Files.writeString(
                        written,
                        Files.readString(written).replace(cluster.url(), "http://me:" + MARKER + "@127.0.0.1:1"))
                .toString();
    }

    @SpringBootTest(classes = SpringRun.Application.class)
    static class Configured {

        @DynamicPropertySource
        static void add(DynamicPropertyRegistry registry) {
            SpringRun.keep(registry, properties("e2e.migrations.postgres-password", MARKER));
        }
    }

    @SpringBootTest(classes = SpringRun.Application.class)
    static class FromSecret {

        @DynamicPropertySource
        static void add(DynamicPropertyRegistry registry) {
            SpringRun.keep(registry, properties());
        }
    }
}
