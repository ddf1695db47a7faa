package io.e2e.migrations.kubernetes.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.kubernetes.AbstractFailureTests;
import io.e2e.migrations.kubernetes.KubernetesFixture;
import io.e2e.migrations.kubernetes.KubernetesSettings;
import io.e2e.migrations.kubernetes.api.ApiServerException.Kind;
import io.e2e.migrations.kubernetes.cluster.ServerCertificate;
import io.e2e.migrations.kubernetes.cluster.TestCluster;
import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The API server cannot be reached, or refuses a request. */
class ApiServerTests extends AbstractFailureTests {

    private static final String ROLE = """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: Role
            metadata:
              name: e2e-migrations
              namespace: e2e
            rules:
              - apiGroups: [""]
                resources: ["services", "pods"]
                verbs: ["get", "list"]
              - apiGroups: [""]
                resources: ["pods/log", "secrets", "configmaps"]
                verbs: ["get"]
              - apiGroups: [""]
                resources: ["pods/portforward"]
                verbs: ["get", "create"]""";

    private static final String START =
            "Action: Start the cluster (kind get clusters; minikube start; k3d cluster start), or choose another context"
                    + " with e2e.migrations.kubernetes.context.";

    @Test
    void requestWhenServerIsDownThrows() throws IOException {
        this.fixture.cluster().close();

        ApiServerException gone = fail(ApiServerException.class, this.fixture.config());

        assertThat(gone.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(gone)
                .hasMessage("The API server of " + cluster() + " cannot be reached: nothing answers there.\n" + START);
    }

    @Test
    void requestWhenServerStaysSilentTimesOut() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Config config = Config.empty();
            config.setMasterUrl("http://127.0.0.1:" + silent.getLocalPort());
            config.setRequestTimeout(100);
            config.setRequestRetryBackoffLimit(0);
            ClusterName name = new ClusterName("kind-e2e", config.getMasterUrl());
            try (ApiServer api = new ApiServer(
                    name,
                    "",
                    ClusterClient.open(
                            () -> new ClientSettings(config, new ClientTls(List.of(), List.of()), null, null),
                            false))) {
                ApiServerException gone =
                        catchThrowableOfType(ApiServerException.class, () -> api.find("services", "e2e", "postgresql"));

                assertThat(gone.kind()).isEqualTo(Kind.UNREACHABLE);
                assertThat(gone)
                        .hasMessage("The API server of " + name + " cannot be reached: it did not answer in time.\n"
                                + START);
            }
        }
    }

    @Test
    void requestWhenCertificateIsNotTrustedThrows() {
        ServerCertificate certificate = ServerCertificate.in(this.directory);
        try (TestCluster cluster = TestCluster.start(certificate)) {
            MigrationConfig config = this.fixture
                    .config()
                    .withKubeconfigPath(cluster.kubeconfig(this.directory, KubernetesFixture.CONTEXT));

            ApiServerException untrusted = fail(ApiServerException.class, config);

            assertThat(untrusted)
                    .hasMessage(
                            "The API server of context 'kind-e2e' (server " + cluster.url() + ") presents a certificate"
                                    + " that the kubeconfig does not trust.\n"
                                    + "Action: Write the kubeconfig again (for example: kind export kubeconfig); the cluster was"
                                    + " probably re-created.");
        }
    }

    @Test
    void requestWhenCredentialsAreNotAcceptedThrows() {
        this.fixture.cluster().troubles().requireToken("another");

        ApiServerException refused = fail(ApiServerException.class, this.fixture.config());

        assertThat(refused.kind()).isEqualTo(Kind.UNAUTHORIZED);
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused)
                .hasMessage("The API server of " + cluster()
                        + " does not accept the token of user 'test' in "
                        + this.directory.resolve("kind-e2e.kubeconfig") + " (401 Unauthorized).\n"
                        + "Action: Log in again, because the token or certificate may have expired, or write the kubeconfig"
                        + " again. Check the credentials with: kubectl --context kind-e2e get pods");
    }

    @Test
    void requestWhenRightIsMissingShowsRequiredRole() {
        this.fixture.cluster().troubles().forbid("list", "pods");

        ApiServerException refused = fail(ApiServerException.class, this.fixture.config());

        assertThat(refused.kind()).isEqualTo(Kind.FORBIDDEN);
        assertThat(refused)
                .hasMessage(
                        "The API server of " + cluster() + " does not allow this context to list pods in namespace e2e"
                                + " (403 Forbidden): pods is forbidden: User \"system:serviceaccount:ci:e2e-tests\" cannot list"
                                + " resource \"pods\" in API group \"\" in the namespace \"e2e\"\n"
                                + "Action: Bind the context's user or service account to a Role that allows it, such as this"
                                + " one:\n"
                                + ROLE);
    }

    @Test
    void requestForSecretWhenRightIsMissingSuggestsPassword() {
        this.fixture.cluster().troubles().forbid("get", "secrets");

        ApiServerException refused = fail(ApiServerException.class, this.fixture.config());

        assertThat(refused)
                .hasMessage("The API server of " + cluster()
                        + " does not allow this context to get secrets 'postgresql' in namespace e2e (403 Forbidden):"
                        + " secrets \"postgresql\" is forbidden: User \"system:serviceaccount:ci:e2e-tests\" cannot get"
                        + " resource \"secrets\" in API group \"\" in the namespace \"e2e\"\n"
                        + "Action: Set the password itself as e2e.migrations.postgres-password, or bind the context's user"
                        + " or service account to a Role that allows it, such as this one:\n"
                        + ROLE);
    }

    @Test
    void forwardWhenRightIsMissingShowsRequiredRole() {
        this.fixture.cluster().troubles().forbid("create", "pods/portforward");

        // The refusal of a WebSocket arrives beside the broken connection, so a second attempt may be needed to see it.
        ApiServerException refused = catchThrowableOfType(
                ApiServerException.class,
                () -> this.fixture
                        .access(KubernetesSettings.defaults())
                        .open(this.fixture.config().databaseRequest()));

        assertThat(refused)
                .hasMessage("The API server of " + cluster()
                        + " does not allow this context to create pods/portforward in namespace e2e (403 Forbidden).\n"
                        + "Action: Bind the context's user or service account to a Role that allows it, such as this"
                        + " one:\n"
                        + ROLE);
    }
}
