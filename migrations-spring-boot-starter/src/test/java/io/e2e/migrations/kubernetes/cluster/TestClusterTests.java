package io.e2e.migrations.kubernetes.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.testing.TestDatabases;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shows that a client which was not written for the server takes it for a real cluster: {@code kubectl}. */
class TestClusterTests {

    @TempDir
    Path directory;

    private final TestCluster cluster = TestCluster.start();
    private final TargetDatabase database = TestDatabases.create();
    private final PostgresObjects objects =
            new PostgresObjects("e2e", this.database.address().orElseThrow());

    @BeforeEach
    void deployWhereKubectlIsOnThePath() {
        assumeThat(Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                        .anyMatch(entry -> Files.isExecutable(Path.of(entry, "kubectl"))))
                .as("kubectl is on the path")
                .isTrue();
        this.objects.deploy(this.cluster);
    }

    @AfterEach
    void close() {
        this.cluster.close();
        this.database.close();
    }

    @Test
    void kubectlListsObjects() throws Exception {
        assertThat(run("get", "pods,services,secrets", "--output=name"))
                .isEqualTo("pod/postgresql-0\nservice/postgresql\nsecret/postgresql\n");
        assertThat(run("get", "pods", "-l", "app=redis")).isEqualTo("No resources found in e2e namespace.\n");
    }

    @Test
    void kubectlReportsMissingAndForbiddenObjects() throws Exception {
        assertThat(run("get", "pod", "nope")).isEqualTo("Error from server (NotFound): pods \"nope\" not found\n");

        this.cluster.troubles().forbid("list", "secrets");

        assertThat(run("get", "secrets"))
                .isEqualTo("Error from server (Forbidden): secrets is forbidden: User"
                        + " \"system:serviceaccount:ci:e2e-tests\" cannot list resource \"secrets\" in API group \"\" in"
                        + " the namespace \"e2e\"\n");
    }

    @Test
    void kubectlWaitsForPodByWatching() throws Exception {
        Pod pod = this.objects
                .pod("postgresql-1")
                .editStatus()
                .withPhase("Pending")
                .withConditions()
                .endStatus()
                .build();
        this.cluster.put(pod);
        Process wait = kubectl("wait", "pod/postgresql-1", "--for=condition=Ready", "--timeout=20s");
        Eventually.holds("kubectl watches", () -> this.cluster.requests().contains("watch pods"));
        this.objects.start(this.cluster, "postgresql-1");

        assertThat(output(wait)).isEqualTo("pod/postgresql-1 condition met\n");
    }

    @Test
    void kubectlShowsLog() throws Exception {
        this.cluster.previousLog("postgresql-0", "one", "two", "three");

        assertThat(run("logs", "postgresql-0", "--previous", "--tail=2")).isEqualTo("two\nthree\n");
    }

    @Test
    void kubectlForwardsPortToPostgres() throws Exception {
        Process forward = kubectl("port-forward", "service/postgresql", ":5432");
        try (BufferedReader said = forward.inputReader(StandardCharsets.UTF_8)) {
            String line = said.readLine();
            assertThat(line).matches("Forwarding from 127.0.0.1:\\d+ -> 5432");
            String port = line.replaceAll(".*:(\\d+) .*", "$1");
            for (int connection = 0; connection < 3; connection++) {
                try (Connection connected = connect(port);
                        ResultSet rows = connected.createStatement().executeQuery("SELECT repeat('x', 1000000)")) {
                    rows.next();
                    assertThat(rows.getString(1)).hasSize(1_000_000);
                }
            }
        } finally {
            forward.destroy();
            forward.waitFor();
        }
    }

    private Connection connect(String port) throws Exception {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + port + "/"
                        + this.objects.database().database(),
                this.objects.database().user(),
                this.objects.database().password().value());
    }

    private String run(String... arguments) throws Exception {
        return output(kubectl(arguments));
    }

    private static String output(Process process) throws Exception {
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }

    private Process kubectl(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "kubectl",
                "--kubeconfig",
                this.cluster.kubeconfig(this.directory, "kind-e2e").toString(),
                "--namespace",
                "e2e"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("HOME", this.directory.toString());
        return builder.start();
    }
}
