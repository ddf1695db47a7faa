package io.e2e.migrations.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.config.Secret;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.kubernetes.KubernetesSettings.Access;
import io.e2e.migrations.kubernetes.api.ClusterEnvironment;
import io.e2e.migrations.kubernetes.cluster.ServerCertificate;
import io.e2e.migrations.kubernetes.cluster.TestCluster;
import io.e2e.migrations.provision.SharedResources;
import io.e2e.migrations.testing.ChildJvm;
import io.e2e.migrations.testing.FixedTime;
import io.e2e.migrations.testing.Sql;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Databases are reached by the service's name, by a node port, and by a tunnel from inside the cluster. */
class AddressResolverTests extends AbstractKubernetesTests {

    @Test
    void nodePortLeadsToNodeOfPod() throws SQLException {
        this.fixture.cluster().put(nodePort(this.fixture.direct().port()));

        try (TargetDatabase database = open(Access.NODE_PORT)) {
            assertThat(Sql.value(database, "SELECT 1")).isEqualTo("1");
            assertThat(database.address().orElseThrow().port())
                    .isEqualTo(this.fixture.direct().port());
            assertThat(database.description())
                    .isEqualTo("PostgreSQL in Kubernetes, service postgresql in namespace e2e (context kind-e2e), pod"
                            + " postgresql-0, through 127.0.0.1:"
                            + this.fixture.direct().port());
            assertThat(this.fixture.cluster().connectionsEver()).isZero();
        }
    }

    @Test
    void nodePortWhenNodeDoesNotAnswerLeadsToHostOfApiServer() throws SQLException {
        this.fixture.cluster().put(nodePort(this.fixture.direct().port()));
        this.fixture
                .cluster()
                .put(this.fixture
                        .objects()
                        .pod("postgresql-0")
                        .editStatus()
                        .withHostIP("127.0.0.2")
                        .endStatus()
                        .build());

        try (TargetDatabase database = open(Access.NODE_PORT)) {
            assertThat(database.address().orElseThrow().host()).isEqualTo("127.0.0.1");
            assertThat(Sql.value(database, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void nodePortWhenNothingAnswersReportsErrorOfDriver() {
        this.fixture.cluster().put(nodePort(1));
        KubernetesAccess access = this.fixture.access(
                KubernetesSettings.defaults().withAccess(Access.NODE_PORT).withReadyTimeout(Duration.ofSeconds(1)));

        assertThat(catchThrowableOfType(
                                DatabaseNotReadyException.class,
                                () -> access.open(this.fixture.config().databaseRequest()))
                        .reason())
                .startsWith("127.0.0.1:1 does not answer (08001): Connection to 127.0.0.1:1 refused.");
    }

    @Test
    void nodePortWhenNoPodIsReadyReportsReasonOfPod() {
        this.fixture.cluster().put(nodePort(this.fixture.direct().port()));
        this.fixture.cluster().put(podWithoutImage());

        assertThat(catchThrowableOfType(DatabaseNotReadyException.class, () -> open(Access.NODE_PORT)))
                .hasMessage("PostgreSQL of service postgresql in namespace e2e did not answer within 60 s: pod"
                        + " postgresql-0 is not ready: container postgres is waiting: ErrImagePull: postgres:99: not found\n"
                        + "Action: Inspect the pods with: kubectl -n e2e describe pods\n"
                        + "If PostgreSQL only needs more time, raise e2e.migrations.kubernetes.ready-timeout.");
    }

    @Test
    void nodePortWhenServiceHasNoneThrows() {
        assertThat(catchThrowableOfType(NotInNamespaceException.class, () -> open(Access.NODE_PORT)))
                .hasMessage("There is no port 'nodePort' in service postgresql in namespace e2e (type ClusterIP). Ports"
                        + " there: 5432.\n"
                        + "Action: Make the service's type NodePort, or use e2e.migrations.kubernetes.access=tunnel.");
    }

    @Test
    void serviceNameWhenNotResolvableThrowsAtOnce() {
        DatabaseNotReadyException unknown =
                catchThrowableOfType(DatabaseNotReadyException.class, () -> open(Access.SERVICE));

        assertThat(unknown)
                .hasMessage("PostgreSQL of service postgresql in namespace e2e cannot be reached: the host name"
                        + " postgresql.e2e.svc cannot be resolved here.\n"
                        + "Action: e2e.migrations.kubernetes.access=service is for tests that run in a pod of the cluster;"
                        + " use e2e.migrations.kubernetes.access=tunnel elsewhere.");
        assertThat(this.fixture.time().passed()).isZero();
    }

    @Test
    void serviceNameWhenResolvableConnectsWithoutListingPods() throws Exception {
        this.fixture.cluster().put(servicePort(this.fixture.direct().port()));
        this.fixture.cluster().troubles().forbid("list", "pods");

        assertThat(inJvmThatResolvesServiceName())
                .contains(
                        "answer: 1 by PostgreSQL in Kubernetes, service postgresql in namespace e2e (context kind-e2e),"
                                + " through postgresql.e2e.svc:"
                                + this.fixture.direct().port());
    }

    @Test
    void serviceNameWhenNoPodIsReadyReportsReasonOfPod() throws Exception {
        this.fixture.cluster().put(servicePort(1));
        this.fixture.cluster().put(podWithoutImage());

        assertThat(inJvmThatResolvesServiceName())
                .contains("PostgreSQL of service postgresql in namespace e2e did not answer within 60 s:"
                        + " postgresql.e2e.svc:1 does not answer (08001): Connection to postgresql.e2e.svc:1 refused. Check"
                        + " that the hostname and port are correct and that the postmaster is accepting TCP/IP connections."
                        + " (pod postgresql-0 is not ready: container postgres is waiting: ErrImagePull: postgres:99: not"
                        + " found)\n"
                        + "Action: Inspect the pods with: kubectl -n e2e describe pods\n"
                        + "If PostgreSQL only needs more time, raise e2e.migrations.kubernetes.ready-timeout.");
    }

    @Test
    void tunnelInsidePodUsesItsServiceAccount() throws SQLException, IOException {
        ServerCertificate certificate = ServerCertificate.in(this.directory);
        Path account = Files.createDirectories(this.directory.resolve("account"));
        Files.copy(certificate.authority(), account.resolve("ca.crt"));
        Files.writeString(account.resolve("token"), "mounted-token\n");
        try (TestCluster cluster = TestCluster.start(certificate)) {
            cluster.troubles().requireToken("mounted-token");
            this.fixture.objects().deploy(cluster);
            Map<String, String> variables = Map.of(
                    "KUBERNETES_SERVICE_HOST", "127.0.0.1", "KUBERNETES_SERVICE_PORT", String.valueOf(cluster.port()));
            KubernetesAccess access = new KubernetesAccess(
                    KubernetesSettings.defaults(),
                    this.fixture.time(),
                    new ClusterEnvironment(variables, this.directory, account),
                    this.fixture.connections());

            try (TargetDatabase database =
                    access.open(MigrationConfig.defaults().withNamespace("e2e").databaseRequest())) {
                assertThat(Sql.value(database, "SELECT 1")).isEqualTo("1");
                assertThat(database.description())
                        .contains("(context in-cluster), pod postgresql-0, through 127.0.0.1:");
            }
        }
    }

    private TargetDatabase open(Access access) {
        return this.fixture
                .access(KubernetesSettings.defaults().withAccess(access))
                .open(this.fixture.config().databaseRequest());
    }

    /** Returns the output of another JVM, because a JVM reads its file of host names only once. */
    private String inJvmThatResolvesServiceName() throws IOException {
        Path hosts = Files.writeString(this.directory.resolve("hosts"), "127.0.0.1 postgresql.e2e.svc\n");
        try (ChildJvm child = ChildJvm.of(AddressResolverTests.class)
                .withOptions("-Djdk.net.hosts.file=" + hosts)
                .start(
                        this.fixture.config().kubeconfigPath().toString(),
                        this.fixture.direct().user(),
                        this.fixture.direct().password().value(),
                        this.fixture.direct().database())) {
            return child.outputOfSuccess();
        }
    }

    private Pod podWithoutImage() {
        ContainerStatus status = new ContainerStatusBuilder()
                .withName("postgres")
                .withNewState()
                .withNewWaiting("postgres:99: not found", "ErrImagePull")
                .endState()
                .build();
        return this.fixture
                .objects()
                .pod("postgresql-0")
                .editStatus()
                .withPhase("Pending")
                .withConditions()
                .withContainerStatuses(status)
                .endStatus()
                .build();
    }

    private Service servicePort(int port) {
        return new ServiceBuilder(this.fixture.objects().service())
                .editSpec()
                .editFirstPort()
                .withPort(port)
                .endPort()
                .endSpec()
                .build();
    }

    private Service nodePort(int port) {
        return new ServiceBuilder(this.fixture.objects().service())
                .editSpec()
                .withType("NodePort")
                .editFirstPort()
                .withNodePort(port)
                .endPort()
                .endSpec()
                .build();
    }

    /** Prints an answer of the database, or the reason why there is none. */
    @SuppressWarnings("SystemOut") // the answer to the parent process
    public static void main(String[] arguments) throws SQLException {
        KubernetesAccess access = new KubernetesAccess(
                KubernetesSettings.defaults().withAccess(Access.SERVICE),
                FixedTime.at("2026-03-01T00:00:00Z"),
                ClusterEnvironment.ofThisProcess(),
                new SharedResources<>());
        MigrationConfig config = MigrationConfig.defaults()
                .withNamespace("e2e")
                .withKubeconfigPath(Path.of(arguments[0]))
                .withPostgresUser(arguments[1])
                .withPostgresPassword(new Secret(arguments[2]))
                .withPostgresDb(arguments[3]);
        try (TargetDatabase database = access.open(config.databaseRequest())) {
            System.out.println("answer: " + Sql.value(database, "SELECT 1") + " by " + database.description());
        } catch (DatabaseNotReadyException ex) {
            System.out.println(ex.getMessage());
        }
    }
}
