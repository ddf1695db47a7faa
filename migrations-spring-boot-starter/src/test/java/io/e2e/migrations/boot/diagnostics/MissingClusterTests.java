package io.e2e.migrations.boot.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;

/**
 * What the profile {@code kind} of the samples ends in where there is no cluster. Nothing may be waited for: the wait is
 * set to an hour, and the time limit only turns a hang into a failure.
 */
@ExtendWith(OutputCaptureExtension.class)
@Timeout(120)
class MissingClusterTests {

    @TempDir
    private Path directory;

    @Test
    void noKubeconfigIsExplainedAtOnce(CapturedOutput output) {
        Path kubeconfig = this.directory.resolve("config");

        start(kubeconfig);

        assertThat(output).contains("""
                        Description:

                        There is no kubeconfig that names a Kubernetes cluster: %s does not exist (from \
                        e2e.migrations.kubeconfig-path).

                        Action:

                        Create a cluster (for example: kind create cluster), or name the file in \
                        e2e.migrations.kubeconfig-path.
                        """.formatted(kubeconfig)).doesNotContain("\tat ");
    }

    @Test
    void aClusterThatDoesNotRunIsExplainedAtOnce(CapturedOutput output) throws IOException {
        int port = freePort();
        Path kubeconfig = Files.writeString(this.directory.resolve("config"), """
                apiVersion: v1
                kind: Config
                current-context: kind-kind
                contexts:
                  - name: kind-kind
                    context: {cluster: kind, user: kind}
                clusters:
                  - name: kind
                    cluster: {server: "https://127.0.0.1:%d"}
                users:
                  - name: kind
                    user: {token: t}
                """.formatted(port));

        start(kubeconfig);

        assertThat(output).contains("""
                        Description:

                        The API server of context 'kind-kind' (server https://127.0.0.1:%d) cannot be reached: nothing \
                        answers there.

                        Action:

                        Start the cluster (kind get clusters; minikube start; k3d cluster start), or choose another \
                        context with e2e.migrations.kubernetes.context.
                        """.formatted(port)).doesNotContain("\tat ");
    }

    private static void start(Path kubeconfig) {
        SpringApplication application = new SpringApplication(Application.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        assertThatThrownBy(() -> application.run(
                        "--e2e.migrations.namespace=e2e",
                        "--e2e.migrations.kubeconfig-path=" + kubeconfig,
                        "--e2e.migrations.kubernetes.ready-timeout=1h"))
                .isNotNull();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}
}
