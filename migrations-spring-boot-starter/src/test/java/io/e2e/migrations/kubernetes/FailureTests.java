package io.e2e.migrations.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.database.Secret;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.kubernetes.ApiServerException.Kind;
import io.e2e.migrations.kubernetes.cluster.ServerCertificate;
import io.e2e.migrations.kubernetes.cluster.TestCluster;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user can get wrong, and what is said then. None of it is waited for. */
class FailureTests {

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

    @TempDir
    Path directory;

    private Scene scene;

    @BeforeEach
    void deploy() {
        this.scene = new Scene(this.directory);
    }

    @AfterEach
    void close() {
        assertThat(this.scene.time.passed()).isZero();
        assertThat(this.scene.links.open()).isZero();
        this.scene.close();
    }

    @Test
    void anApiServerThatDoesNotRun() throws IOException {
        this.scene.cluster.close();

        ApiServerException gone = fail(ApiServerException.class, this.scene.config());

        assertThat(gone.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(gone)
                .hasMessage("The API server of " + cluster() + " cannot be reached: nothing answers there.\n"
                        + "Action: Start the cluster (kind get clusters; minikube start; k3d cluster start), or choose"
                        + " another context with e2e.migrations.kubernetes.context.");
    }

    @Test
    void anApiServerThatTakesTheConnectionAndSaysNothing() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Config config = Config.empty();
            config.setMasterUrl("http://127.0.0.1:" + silent.getLocalPort());
            config.setRequestTimeout(100);
            config.setRequestRetryBackoffLimit(0);
            ClusterName name = new ClusterName("kind-e2e", config.getMasterUrl());
            try (ApiServer api = new ApiServer(name, ClusterClient.open(config))) {
                ApiServerException gone =
                        catchThrowableOfType(ApiServerException.class, () -> api.service("e2e", "postgresql"));

                assertThat(gone.kind()).isEqualTo(Kind.UNREACHABLE);
                assertThat(gone.problem())
                        .isEqualTo("The API server of " + name + " cannot be reached: it did not answer in time.");
            }
        }
    }

    @Test
    void aCertificateThatTheKubeconfigDoesNotTrust() {
        ServerCertificate certificate = ServerCertificate.in(this.directory);
        try (TestCluster cluster = TestCluster.start(certificate)) {
            MigrationConfig config =
                    this.scene.config().withKubeconfigPath(cluster.kubeconfig(this.directory, Scene.CONTEXT));

            ApiServerException untrusted = fail(ApiServerException.class, config);

            assertThat(untrusted)
                    .hasMessage(
                            "The API server of context 'kind-e2e' (server " + cluster.url() + ") shows a certificate"
                                    + " that the kubeconfig does not trust.\n"
                                    + "Action: The cluster was probably created anew: write the kubeconfig again, for example"
                                    + " with kind export kubeconfig.");
        }
    }

    @Test
    void credentialsThatTheApiServerDoesNotAccept() {
        this.scene.cluster.troubles().requireToken("another");

        ApiServerException refused = fail(ApiServerException.class, this.scene.config());

        assertThat(refused.kind()).isEqualTo(Kind.UNAUTHORIZED);
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused)
                .hasMessage("The API server of " + cluster()
                        + " does not accept the credentials of this context (401 Unauthorized).\n"
                        + "Action: Log in again (the token or certificate may have expired), check it with kubectl"
                        + " --context kind-e2e get pods, or write the kubeconfig again.");
    }

    @Test
    void aRightThatIsMissing() {
        this.scene.cluster.troubles().forbid("list", "pods");

        ApiServerException refused = fail(ApiServerException.class, this.scene.config());

        assertThat(refused.kind()).isEqualTo(Kind.FORBIDDEN);
        assertThat(refused)
                .hasMessage(
                        "The API server of " + cluster() + " does not allow this context to list pods in namespace e2e"
                                + " (403 Forbidden): pods is forbidden: User \"system:serviceaccount:ci:e2e-tests\" cannot list"
                                + " resource \"pods\" in API group \"\" in the namespace \"e2e\"\n"
                                + "Action: Bind the context's user or service account to a Role that allows it; this one is"
                                + " enough:\n"
                                + ROLE);
    }

    @Test
    void theRightToReadASecretForWhichThePasswordIsASubstitute() {
        this.scene.cluster.troubles().forbid("get", "secrets");

        ApiServerException refused = fail(ApiServerException.class, this.scene.config());

        assertThat(refused)
                .hasMessage("The API server of " + cluster()
                        + " does not allow this context to get secrets 'postgresql' in namespace e2e (403 Forbidden):"
                        + " secrets \"postgresql\" is forbidden: User \"system:serviceaccount:ci:e2e-tests\" cannot get"
                        + " resource \"secrets\" in API group \"\" in the namespace \"e2e\"\n"
                        + "Action: Give the password itself as e2e.migrations.postgres-password, or bind the context's user"
                        + " or service account to a Role that allows it; this one is enough:\n"
                        + ROLE);
    }

    @Test
    void theRightToForwardPorts() {
        this.scene.cluster.troubles().forbid("create", "pods/portforward");

        // The refusal of a WebSocket arrives beside the broken connection, so a second attempt may be needed to see it.
        ApiServerException refused = catchThrowableOfType(
                ApiServerException.class,
                () -> this.scene.access(KubernetesSettings.defaults()).open(this.scene.config()));

        assertThat(refused)
                .hasMessage("The API server of " + cluster()
                        + " does not allow this context to create pods/portforward in namespace e2e (403 Forbidden).\n"
                        + "Action: Bind the context's user or service account to a Role that allows it; this one is"
                        + " enough:\n"
                        + ROLE);
    }

    @Test
    void aNamespaceThatDoesNotExist() {
        NotInNamespaceException missing =
                fail(NotInNamespaceException.class, this.scene.config().withNamespace("e2e-tests"));

        assertThat(missing.kind()).isEqualTo(NotInNamespaceException.Kind.NAMESPACE);
        assertThat(missing.name()).isEqualTo("e2e-tests");
        assertThat(missing.available()).containsExactly("e2e");
        assertThat(missing)
                .hasMessage("There is no namespace 'e2e-tests' in the cluster of " + cluster()
                        + ". Namespaces there: e2e.\n"
                        + "Action: Correct e2e.migrations.namespace, or deploy PostgreSQL there first.");
    }

    @Test
    void aServiceThatDoesNotExist() {
        this.scene.cluster.put(new ServiceBuilder(this.scene.objects.service())
                .editMetadata()
                .withName("redis")
                .endMetadata()
                .build());

        NotInNamespaceException missing =
                fail(NotInNamespaceException.class, this.scene.config().withPostgresService("postgres"));

        assertThat(missing)
                .hasMessage("There is no service 'postgres' in namespace e2e. Services there: postgresql, redis.\n"
                        + "Action: Correct e2e.migrations.postgres-service, or deploy PostgreSQL there first.");
    }

    @Test
    void aServiceThatDoesNotExistWhereServicesMayNotBeListed() {
        this.scene.cluster.troubles().forbid("list", "services");

        assertThat(fail(NotInNamespaceException.class, this.scene.config().withPostgresService("postgres"))
                        .problem())
                .isEqualTo(
                        "There is no service 'postgres' in namespace e2e. Services there may not be listed with these"
                                + " credentials.");
    }

    @Test
    void aNamespaceWithoutServicesThatMayNotBeAskedFor() {
        this.scene.cluster.troubles().forbid("get", "namespaces");

        assertThat(fail(NotInNamespaceException.class, this.scene.config().withNamespace("empty"))
                        .problem())
                .isEqualTo("There is no service 'postgresql' in namespace empty. Services there: none.");
    }

    @Test
    void aServiceThatSelectsNoPods() {
        this.scene.cluster.put(new ServiceBuilder(this.scene.objects.service())
                .editSpec()
                .withSelector(Map.of())
                .endSpec()
                .build());

        assertThat(fail(NotInNamespaceException.class, this.scene.config()))
                .hasMessage(
                        "There is no selector in service postgresql of namespace e2e, so no pods are known to be behind"
                                + " it.\n"
                                + "Action: Give the service a selector, or connect to what it stands for as a datasource"
                                + " (spring.datasource.url).");
    }

    @Test
    void aWrongPassword() {
        MigrationConfig config = this.scene
                .config()
                .withPostgresPassword(new Secret("wrong"))
                .withPostgresUser(this.scene.direct().user());

        LoginRefusedException refused = fail(LoginRefusedException.class, config);

        assertThat(refused.sqlState()).isEqualTo("28P01");
        assertThat(refused)
                .hasMessage("PostgreSQL of service postgresql in namespace e2e refuses the password of role '"
                        + this.scene.direct().user()
                        + "' (28P01). The password came from e2e.migrations.postgres-password.\n"
                        + "Action: Correct e2e.migrations.postgres-password, or name the right Secret in"
                        + " e2e.migrations.kubernetes.secret. If the Secret was changed after the data directory was"
                        + " made, the old password still holds.");
    }

    @Test
    void noPasswordWhereOneIsWanted() {
        this.scene.cluster.put(this.scene
                .objects
                .pod("postgresql-0")
                .editSpec()
                .editFirstContainer()
                .withEnvFrom()
                .endContainer()
                .endSpec()
                .build());

        assertThat(fail(LoginRefusedException.class, this.scene.config()))
                .hasMessage(
                        "PostgreSQL of service postgresql in namespace e2e wants a password for role 'slm_user', and"
                                + " there is none in the environment of container postgres in pod postgresql-0.\n"
                                + "Action: Give it as e2e.migrations.postgres-password, or name the Secret that holds it in"
                                + " e2e.migrations.kubernetes.secret.");
    }

    @Test
    void aWrongDatabase() {
        MigrationConfig config = this.scene.config().withPostgresDb("nowhere");

        LoginRefusedException refused = fail(LoginRefusedException.class, config);

        assertThat(refused.sqlState()).isEqualTo("3D000");
        assertThat(refused.database()).isEqualTo("nowhere");
        assertThat(refused.problem()).contains(this.scene.direct().database());
        // Other tests make databases too, and drop them.
        assertThat(refused.getMessage().replaceFirst("there: .*\\.", "there: LIST."))
                .isEqualTo("PostgreSQL of service postgresql in namespace e2e has no database 'nowhere' (3D000)."
                        + " Databases there: LIST.\n"
                        + "Action: Correct e2e.migrations.postgres-db, or create the database.");
    }

    @Test
    void noNamespaceAtAll() {
        KubernetesAccess access = this.scene.access(KubernetesSettings.defaults());

        assertThat(catchThrowableOfType(IllegalArgumentException.class, () -> access.open(MigrationConfig.defaults())))
                .hasMessage("the configuration names no Kubernetes namespace");
    }

    @Test
    void aPasswordThatIsShownNowhere() throws SQLException {
        String password = this.scene.direct().password().value();
        try (LoggedLines log = new LoggedLines();
                TargetDatabase database = this.scene.open()) {
            assertThat(log.lines()).noneSatisfy(line -> assertThat(line).contains(password));
            assertThat(database.description() + database.address() + database).doesNotContain(password);
        }
        assertThat(new Credentials("u", new Secret(password), "d", "s").toString())
                .doesNotContain(password);
    }

    private <T extends Throwable> T fail(Class<T> type, MigrationConfig config) {
        KubernetesAccess access = this.scene.access(KubernetesSettings.defaults());
        return catchThrowableOfType(type, () -> access.open(config));
    }

    private String cluster() {
        return "context 'kind-e2e' (server " + this.scene.cluster.url() + ")";
    }
}
