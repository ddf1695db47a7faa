package io.e2e.migrations.kubernetes.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shows that a client which was not written for the server takes it for a real cluster. */
class TestClusterTests {

    @TempDir
    Path directory;

    private final TestCluster cluster = TestCluster.start();
    private final PostgresObjects objects = new PostgresObjects("e2e", "test_password");

    @BeforeEach
    void kubectlIsThere() {
        assumeThat(Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                        .anyMatch(entry -> Files.isExecutable(Path.of(entry, "kubectl"))))
                .as("kubectl is on the path")
                .isTrue();
        this.objects.deploy(this.cluster, 54315);
    }

    @AfterEach
    void close() {
        this.cluster.close();
    }

    @Test
    void kubectlGetsPods() throws Exception {
        System.err.println(run("get", "pods,services,secrets"));
        System.err.println(run("get", "pod", "nope"));
        System.err.println(run("wait", "pod/postgresql-0", "--for=condition=Ready", "--timeout=5s"));
    }

    @Test
    void kubectlForwards() throws Exception {
        Process process = kubectl("port-forward", "service/postgresql", ":5432", "-v=6");
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = out.readLine();
        while (line != null && !line.startsWith("Forwarding")) {
            System.err.println(line);
            line = out.readLine();
        }
        System.err.println(line);
        String port = line.replaceAll(".*:(\\d+) ->.*", "$1");
        ProcessBuilder psql = new ProcessBuilder(
                "psql",
                "-h",
                "127.0.0.1",
                "-p",
                port,
                "-U",
                "slm_user",
                "-d",
                "action_history",
                "-c",
                "select repeat('x', 200000)",
                "-o",
                "/tmp/pg-k8s/out");
        psql.environment().put("PGPASSWORD", "test_password");
        psql.redirectErrorStream(true);
        Process p = psql.start();
        System.err.println(new String(p.getInputStream().readAllBytes()));
        assertThat(p.waitFor()).isZero();
        System.err.println(this.cluster.requests());
        process.destroy();
        process.waitFor(5, TimeUnit.SECONDS);
    }

    private String run(String... arguments) throws Exception {
        Process process = kubectl(arguments);
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor() + " " + out;
    }

    private Process kubectl(String... arguments) throws Exception {
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
