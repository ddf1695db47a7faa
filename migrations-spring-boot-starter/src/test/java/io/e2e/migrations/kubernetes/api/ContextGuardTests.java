package io.e2e.migrations.kubernetes.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.kubernetes.KubernetesAccess;
import io.e2e.migrations.kubernetes.KubernetesFixture;
import io.e2e.migrations.kubernetes.KubernetesSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContextGuardTests {

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kind-e2e",
                "kind-kind",
                "k3d-e2e",
                "minikube",
                "docker-desktop",
                "rancher-desktop",
                "colima",
                "orbstack",
                "microk8s",
                "crc"
            })
    void checkWhenContextLooksLocalReturnsIt(String context) throws IOException {
        ClusterContext chosen = context(context, "https://127.0.0.1:6443");

        assertThat(ContextGuard.check(chosen, List.of())).isSameAs(chosen);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://localhost:6443",
                "127.0.0.1:6443",
                "HTTPS://10.1.2.3",
                "https://172.31.0.1:6443",
                "https://192.168.49.2:8443/k8s",
                "https://169.254.1.1:6443",
                "https://[::1]:6443",
                "https://[fd00::1]:6443",
                "https://[fe80::1]:6443",
                "https://[::ffff:10.1.2.3]:6443",
                "https://0.0.0.0:6443",
                "https://host.docker.internal:6443",
                "https://kubernetes.docker.internal:6443",
                "https://me:secret@127.0.0.1:6443"
            })
    void checkWhenServerIsLocalReturnsTheContext(String server) throws IOException {
        ClusterContext chosen = context("kind-e2e", server);

        assertThat(ContextGuard.check(chosen, List.of())).isSameAs(chosen);
    }

    @ParameterizedTest
    @CsvSource({
        "https://203.0.113.7:6443, its address is neither this machine's nor private",
        "https://172.32.0.1:6443, its address is neither this machine's nor private",
        "https://100.64.0.1:6443, its address is neither this machine's nor private",
        "https://127.0.0.1@203.0.113.7:6443, its address is neither this machine's nor private",
        "https://me:hunter2%40203.0.113.7:6443, its address is neither this machine's nor private",
        "me:hunter2@203.0.113.7:6443, its address is neither this machine's nor private",
        "https://203.0.113.7:6443/?token=hunter2, its address is neither this machine's nor private",
        "https://[2001:db8::7]:6443, '2001:db8::7 is 2001:db8:0:0:0:0:0:7, which is neither this machine''s nor private'",
        "https://api.kind.invalid:6443, the name api.kind.invalid cannot be resolved",
        "https://localhost.invalid:6443, the name localhost.invalid cannot be resolved",
        "https://127.0.0.1\\.example.com:6443, its host cannot be read",
        "https://127.0.0.1%2f.example.com:6443, its host cannot be read",
        "https://127.0.0.1:6443:x, its host cannot be read"
    })
    void checkWhenNameIsLocalButServerIsNotThrows(String server, String reason) throws IOException {
        ClusterContext chosen = context("kind-prod", server.replace("\\", "\\\\"));

        assertThatThrownBy(() -> ContextGuard.check(chosen, List.of()))
                .isInstanceOf(ContextNotAllowedException.class)
                .hasMessageNotContaining("hunter2")
                .hasMessage("Context 'kind-prod' has the name of a local cluster, but its server "
                        + chosen.name().server() + " is not known to be local: " + reason
                        + ". Migrations run on test clusters only. Nothing was sent to it.\n"
                        + "Action: If this cluster is meant for tests, allow it by name:"
                        + " e2e.migrations.kubernetes.allowed-contexts=kind-prod\n"
                        + "Otherwise choose another context with e2e.migrations.kubernetes.context.");
        assertThat(ContextGuard.check(chosen, List.of("kind-prod"))).isSameAs(chosen);
    }

    @Test
    void notPrivateWhenOneOfSeveralAddressesIsPublicNamesIt() throws IOException {
        List<InetAddress> addresses = List.of(InetAddress.getByName("10.1.2.3"), InetAddress.getByName("203.0.113.7"));

        assertThat(ContextGuard.notPrivate(addresses)).contains("203.0.113.7");
    }

    @Test
    void checkWhenAProxyDecidesWhereTheServerIsThrows() throws IOException {
        ClusterContext chosen =
                context("kind-prod", "https://127.0.0.1:6443\", proxy-url: \"http://me:hunter2@127.0.0.1:8080");

        assertThatThrownBy(() -> ContextGuard.check(chosen, List.of()))
                .isInstanceOf(ContextNotAllowedException.class)
                .hasMessageStartingWith("Context 'kind-prod' has the name of a local cluster, but its server"
                        + " https://127.0.0.1:6443 is not known to be local: its proxy-url decides where that is."
                        + " Migrations run on test clusters only. Nothing was sent to it.\n");
        assertThat(ContextGuard.check(chosen, List.of("kind-*"))).isSameAs(chosen);
    }

    @Test
    void openWhenOnlyTheNameIsLocalRunsNoCredentialPlugin() throws IOException {
        Path ran = this.directory.resolve("plugin-ran");
        Path file = Files.writeString(
                this.directory.resolve("config"), """
                current-context: kind-prod
                contexts: [{name: kind-prod, context: {cluster: c, user: u}}]
                clusters: [{name: c, cluster: {server: "https://203.0.113.7:6443"}}]
                users:
                - name: u
                  user:
                %s""".formatted(plugin(ran).indent(4)));
        try (KubernetesFixture fixture = new KubernetesFixture(this.directory)) {
            MigrationConfig config = fixture.config().withKubeconfigPath(file);
            KubernetesAccess access = fixture.access(KubernetesSettings.defaults());

            assertThatThrownBy(() -> access.open(config.databaseRequest()))
                    .isInstanceOf(ContextNotAllowedException.class);

            assertThat(ran).doesNotExist();
            assertThat(fixture.openConnections()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "prod",
                "kind",
                "my-kind-e2e",
                "k3d",
                "minikube-prod",
                "KIND-e2e",
                "docker-desktop2",
                "dev.kind-x"
            })
    void checkWhenNameIsDifferentThrows(String context) throws IOException {
        ClusterContext chosen = context(context, "https://10.1.2.3:6443");

        assertThatThrownBy(() -> ContextGuard.check(chosen, List.of())).isInstanceOf(ContextNotAllowedException.class);
    }

    @Test
    void checkWhenOnlyAddressIsLoopbackThrows() throws IOException {
        ClusterContext chosen = context("staging", "https://127.0.0.1:6443");

        assertThatThrownBy(() -> ContextGuard.check(chosen, List.of())).isInstanceOf(ContextNotAllowedException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ci-eu-1", "ci-*", "*", "ci-eu-?", " ci-* "})
    void checkWhenContextIsAllowedByNameOrGlobReturnsIt(String allowed) throws IOException {
        ClusterContext chosen = context("ci-eu-1", "https://10.1.2.3:6443");

        assertThatCode(() -> ContextGuard.check(chosen, List.of("other", allowed)))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ci", "ci-eu-", "c.-eu-1", "ci-us-*", "ci-eu-??", ""})
    void checkWhenGlobDoesNotMatchThrows(String allowed) throws IOException {
        ClusterContext chosen = context("ci-eu-1", "https://10.1.2.3:6443");

        assertThatThrownBy(() -> ContextGuard.check(chosen, List.of(allowed)))
                .isInstanceOf(ContextNotAllowedException.class);
    }

    @Test
    void checkWhenRefusingNamesContextServerAndProperty() throws IOException {
        ClusterContext chosen = context("prod-eu", "https://prod.example.com:6443");

        ContextNotAllowedException refusal =
                catchThrowableOfType(ContextNotAllowedException.class, () -> ContextGuard.check(chosen, List.of()));

        assertThat(refusal.context()).isEqualTo("prod-eu");
        assertThat(refusal.server()).isEqualTo("https://prod.example.com:6443");
        assertThat(refusal)
                .hasMessage("Context 'prod-eu' (server https://prod.example.com:6443) is not known as a test"
                        + " cluster, and migrations run on test clusters only. Nothing was sent to it.\n"
                        + "Contexts that are allowed by default: kind-*, k3d-*, minikube, docker-desktop, rancher-desktop, colima, orbstack,"
                        + " microk8s, crc.\n"
                        + "Action: If this cluster is meant for tests, allow it by name:"
                        + " e2e.migrations.kubernetes.allowed-contexts=prod-eu\n"
                        + "Otherwise choose another context with e2e.migrations.kubernetes.context.");
    }

    @Test
    void openWhenContextIsRefusedSendsNothingAndRunsNoCredentialPlugin() {
        Path ran = this.directory.resolve("plugin-ran");
        try (KubernetesFixture fixture = new KubernetesFixture(this.directory)) {
            MigrationConfig config = fixture.config()
                    .withKubeconfigPath(fixture.cluster().kubeconfig(this.directory, "prod", plugin(ran)));
            KubernetesAccess access = fixture.access(KubernetesSettings.defaults());

            assertThatThrownBy(() -> access.open(config.databaseRequest()))
                    .isInstanceOf(ContextNotAllowedException.class);

            assertThat(ran).doesNotExist();
            assertThat(fixture.cluster().requests()).isEmpty();
            assertThat(fixture.openConnections()).isZero();
        }
    }

    @Test
    void openWhenContextIsAllowedRunsCredentialPlugin() {
        Path ran = this.directory.resolve("plugin-ran");
        try (KubernetesFixture fixture = new KubernetesFixture(this.directory)) {
            fixture.cluster().troubles().requireToken("from-the-plugin");
            MigrationConfig config = fixture.config()
                    .withKubeconfigPath(fixture.cluster().kubeconfig(this.directory, "prod", plugin(ran)));

            fixture.access(KubernetesSettings.defaults().withAllowedContexts("prod"))
                    .open(config.databaseRequest())
                    .close();

            assertThat(ran).exists();
        }
    }

    private static String plugin(Path ran) {
        return """
        exec:
          apiVersion: client.authentication.k8s.io/v1
          interactiveMode: Never
          command: sh
          args:
            - -c
            - touch %s; echo '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"from-the-plugin"}}'
        """.formatted(ran);
    }

    private ClusterContext context(String name, String server) throws IOException {
        Path file = Files.writeString(this.directory.resolve("config"), """
                current-context: "%s"
                contexts: [{name: "%s", context: {cluster: c, user: u}}]
                clusters: [{name: c, cluster: {server: "%s"}}]
                users: [{name: u, user: {token: t}}]
                """.formatted(name, name, server));
        return Kubeconfig.read(List.of(file)).choose(null);
    }
}
