package io.e2e.migrations.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.kubernetes.api.UnexpectedAnswerException;
import io.e2e.migrations.kubernetes.cluster.PostgresObjects;
import io.e2e.migrations.kubernetes.cluster.TestCluster;
import io.e2e.migrations.provision.PoolerException;
import io.e2e.migrations.testing.FakePooler;
import io.e2e.migrations.testing.LoggedLines;
import io.e2e.migrations.testing.Sql;
import io.e2e.migrations.time.TimeSource;
import io.e2e.migrations.time.WaitInterruptedException;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** An access waits until PostgreSQL answers, on a clock that only pauses move. */
class PostgresConnectorTests extends AbstractKubernetesTests {

    private static final String NOT_READY = """
            apiVersion: v1
            kind: Pod
            metadata: {name: postgresql-0, namespace: e2e, labels: {app: postgresql}}
            spec: {containers: [{name: postgres, ports: [{name: db, containerPort: 5432}]}]}
            status:
            """;

    private static final String REMEDY = "\nAction: Inspect the pods with: kubectl -n e2e describe pods\n"
            + "If PostgreSQL only needs more time, raise e2e.migrations.kubernetes.ready-timeout.";

    @Test
    void openWhenPodIsNotReadyWaitsAndLogsReason() throws SQLException {
        status("phase: Pending\ncontainerStatuses: [{name: postgres, state: {waiting: {reason: ContainerCreating}}}]");
        this.fixture.time().after(Duration.ofSeconds(3), () -> status("""
                phase: Running
                containerStatuses: [{name: postgres, ready: false, state: {running: {}}}]
                """));
        this.fixture.time().after(Duration.ofSeconds(5), () -> this.fixture.startPod("postgresql-0"));

        try (LoggedLines log = new LoggedLines("io.e2e.migrations.kubernetes");
                TargetDatabase database = this.fixture.open()) {
            assertThat(Sql.value(database, "SELECT 1")).isEqualTo("1");
            assertThat(log.lines())
                    .containsSubsequence(
                            "Waiting for PostgreSQL of service postgresql in namespace e2e (0 s of 60 s): pod postgresql-0 is"
                                    + " not ready: its phase is Pending",
                            "Waiting for PostgreSQL of service postgresql in namespace e2e (3 s of 60 s): pod postgresql-0 is"
                                    + " not ready: it runs, but the readiness probe of container postgres does not pass")
                    .filteredOn(line -> line.startsWith("Waiting"))
                    .hasSize(2);
        }
        assertThat(this.fixture.time().passed()).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(7));
    }

    @Test
    void openWhenReasonLastsLogsItEveryTenSeconds() {
        status("phase: Pending");

        try (LoggedLines log = new LoggedLines("io.e2e.migrations.kubernetes")) {
            open(Duration.ofSeconds(35));

            assertThat(log.lines())
                    .filteredOn(line -> line.endsWith("its phase is Pending"))
                    .hasSize(4);
        }
    }

    @Test
    void openWhenServiceLeadsToAPoolerRefusesAtOnce() throws IOException {
        this.fixture.killPod();
        try (FakePooler pooler = FakePooler.start(this.fixture.direct())) {
            new PostgresObjects("e2e", pooler.address()).start(this.fixture.cluster(), "pgbouncer-0");

            assertThatThrownBy(this.fixture::open)
                    .isInstanceOf(PoolerException.class)
                    .hasMessage("""
                            PostgreSQL of service postgresql in namespace e2e is reached through a connection pooler (such as\
                             PgBouncer, Odyssey, pgcat, Supavisor or RDS Proxy), which may run each transaction in another\
                             session of the server. The lock and the settings of a run would reach other clients. Nothing was\
                             changed.
                            Action: Name the service of PostgreSQL itself in e2e.migrations.postgres-service. A pooler in\
                             session mode is refused too, because it looks the same to a client.""");
        }
        assertThat(this.fixture.time().passed()).isZero();
    }

    @Test
    void openWhenPodIsReadyLogsNoWait() {
        try (LoggedLines log = new LoggedLines("io.e2e.migrations.kubernetes");
                TargetDatabase database = this.fixture.open()) {
            assertThat(log.lines())
                    .containsExactly(
                            "The tunnel at 127.0.0.1:" + port(database)
                                    + " to service postgresql in namespace e2e leads to pod postgresql-0",
                            "Using " + database.description());
        }
        assertThat(this.fixture.time().passed()).isZero();
    }

    @Test
    void openWhenTimeIsOverThrowsWithReason() {
        status("""
                phase: Pending
                containerStatuses:
                  - {name: postgres, state: {waiting: {reason: ErrImagePull, message: "postgres:99: not found"}}}
                """);

        DatabaseNotReadyException late = open(Duration.ofSeconds(20));

        assertThat(late.waited()).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(21));
        assertThat(late.reason())
                .isEqualTo(
                        "pod postgresql-0 is not ready: container postgres is waiting: ErrImagePull: postgres:99: not found");
        assertThat(late)
                .hasMessage("PostgreSQL of service postgresql in namespace e2e did not answer within 20 s: pod"
                        + " postgresql-0 is not ready: container postgres is waiting: ErrImagePull: postgres:99: not found"
                        + REMEDY);
    }

    @Test
    void openWhenContainerKeepsCrashingShowsItsLastLogLines() {
        crashing();
        String[] lines = IntStream.rangeClosed(1, 26).mapToObj(String::valueOf).toArray(String[]::new);
        lines[1] = "Error: Database is uninitialized and superuser password is not specified.";
        this.fixture.cluster().previousLog("postgresql-0", lines);

        DatabaseNotReadyException late = open(Duration.ofSeconds(1));

        assertThat(late)
                .hasMessage("PostgreSQL of service postgresql in namespace e2e did not answer within 1 s: pod"
                        + " postgresql-0 is not ready: container postgres is waiting: CrashLoopBackOff (4 restarts, last"
                        + " time: Error, exit code 1). Its last log lines:\n"
                        + Stream.of(lines)
                                .skip(1)
                                .map(line -> "    " + line + "\n")
                                .collect(Collectors.joining())
                        + REMEDY);
    }

    @Test
    void openWhenLogMayNotBeReadOmitsLogLines() {
        crashing();
        this.fixture.cluster().troubles().forbid("get", "pods/log");

        assertThat(open(Duration.ofSeconds(1)).reason())
                .isEqualTo(
                        "pod postgresql-0 is not ready: container postgres is waiting: CrashLoopBackOff (4 restarts, last"
                                + " time: Error, exit code 1)");
    }

    @Test
    void openWhenContainerCrashedForTheFirstTimeShowsItsLog() {
        status("""
                phase: Failed
                containerStatuses:
                  - {name: postgres, restartCount: 0, state: {terminated: {reason: Error, exitCode: 1}}}
                """);
        this.fixture.cluster().log("postgresql-0", "FATAL:  could not write lock file");

        assertThat(open(Duration.ofSeconds(1)).reason())
                .isEqualTo(
                        "pod postgresql-0 is not ready: container postgres terminated: Error, exit code 1. Its last log"
                                + " lines:\n    FATAL:  could not write lock file\n");
    }

    @Test
    void waitWhenReasonHasLogLinesRepeatsItsFirstLineOnly() {
        crashing();
        this.fixture.cluster().previousLog("postgresql-0", "FATAL:  could not write lock file");

        try (LoggedLines log = new LoggedLines("io.e2e.migrations.kubernetes")) {
            open(Duration.ofSeconds(15));

            assertThat(log.lines())
                    .filteredOn(line -> line.startsWith("Waiting"))
                    .hasSize(2)
                    .last()
                    .asString()
                    .endsWith("exit code 1). Its last log lines:");
        }
    }

    @Test
    void connectWhenApiServerIsAwayWaitsForIt() throws SQLException {
        try (LoggedLines log = new LoggedLines("io.e2e.migrations.kubernetes");
                TargetDatabase database = this.fixture.open()) {
            this.fixture.cluster().goAway();
            this.fixture.time().after(this.fixture.time().passed().plusSeconds(4), this.fixture.cluster()::comeBack);

            assertThat(Sql.value(database, "SELECT 1")).isEqualTo("1");

            assertThat(log.lines())
                    .filteredOn(line -> line.startsWith("Waiting"))
                    .containsExactly(
                            "Waiting for PostgreSQL of service postgresql in namespace e2e (0 s of 60 s): The API server of"
                                    + " context 'kind-e2e' (server "
                                    + this.fixture.cluster().url()
                                    + ") cannot be reached: nothing answers there.");
        }
    }

    @Test
    void connectWhenApiServerStaysAwayThrows() {
        try (TargetDatabase database = this.fixture.open()) {
            this.fixture.cluster().goAway();

            assertThat(catchThrowableOfType(DatabaseNotReadyException.class, database::connect))
                    .hasMessage(
                            "The connection was lost (08001), and PostgreSQL of service postgresql in namespace e2e did"
                                    + " not answer within 60 s: The API server of context 'kind-e2e' (server "
                                    + this.fixture.cluster().url() + ") cannot be reached: nothing answers there."
                                    + REMEDY);
        }
    }

    @Test
    void openWhenServiceHasNoPodsNamesItsLabels() {
        this.fixture.killPod();

        assertThat(open(Duration.ofSeconds(1)))
                .hasMessage(
                        "PostgreSQL of service postgresql in namespace e2e did not answer within 1 s: no pod has the"
                                + " labels app=postgresql"
                                + REMEDY);
    }

    @Test
    void openWhenReadyPodRefusesConnectionsWaits() throws SQLException {
        this.fixture.cluster().refuse("postgresql-0");
        this.fixture
                .time()
                .after(
                        Duration.ofSeconds(4),
                        () -> this.fixture
                                .cluster()
                                .listen("postgresql-0", this.fixture.direct().port()));

        try (LoggedLines log = new LoggedLines("io.e2e.migrations.kubernetes");
                TargetDatabase database = this.fixture.open()) {
            assertThat(Sql.value(database, "SELECT 1")).isEqualTo("1");
            assertThat(log.lines())
                    .anySatisfy(line -> assertThat(line)
                            .startsWith(
                                    "Waiting for PostgreSQL of service postgresql in namespace e2e (0 s of 60 s): pod"
                                            + " postgresql-0 is ready, but PostgreSQL in it does not answer (08")
                            .contains("connect: connection refused"));
        }
    }

    @Test
    void connectWhenTunnelCannotReadAnswerThrowsAtOnce() throws SQLException {
        GenericKubernetesResource pod = new GenericKubernetesResource();
        pod.setApiVersion("v1");
        pod.setKind("Pod");
        pod.setMetadata(TestCluster.objects(NOT_READY).get(0).getMetadata());
        pod.setAdditionalProperty("status", "gone");
        try (TargetDatabase database = this.fixture.open()) {
            database.connect().close();
            this.fixture.cluster().put(pod);

            assertThatThrownBy(database::connect)
                    .isInstanceOf(UnexpectedAnswerException.class)
                    .hasMessage("""
                            The API server's answer cannot be read: status of items[0] of pods in namespace e2e is not an object.
                            Action: Look at the object with: kubectl get -o yaml
                            If it is right there, a proxy between here and the API server may have changed the answer.""");
        }
        assertThat(this.fixture.time().passed()).isZero();
    }

    @Test
    void openWhenServiceHasSeveralPodsChoosesReadyOne() throws SQLException {
        this.fixture.killPod();
        for (HasMetadata pod : TestCluster.objects(NOT_READY + "  phase: Failed\n")) {
            this.fixture.cluster().put(pod);
        }
        this.fixture.startPod("postgresql-1");

        try (TargetDatabase database = this.fixture.open()) {
            assertThat(Sql.value(database, "SELECT 1")).isEqualTo("1");
            assertThat(database.description()).contains("pod postgresql-1,");
        }
    }

    @Test
    void openWhenApiServerFailsForAMomentWaits() throws SQLException {
        this.fixture.cluster().troubles().failWith(503);
        this.fixture
                .time()
                .after(
                        Duration.ofSeconds(2),
                        () -> this.fixture.cluster().troubles().failWith(0));

        try (TargetDatabase database = this.fixture.open()) {
            assertThat(Sql.value(database, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void openWhenApiServerKeepsFailingThrowsWithItsMessage() {
        this.fixture.cluster().troubles().failWith(503);

        assertThat(open(Duration.ofSeconds(5)).reason())
                .isEqualTo("The API server of context 'kind-e2e' (server "
                        + this.fixture.cluster().url()
                        + ") failed to get services 'postgresql' in namespace e2e (503): the server is in trouble, by the"
                        + " test's choice");
    }

    @Test
    void openWhenThreadIsInterruptedThrows() {
        status("phase: Pending");
        KubernetesAccess access = this.fixture.access(KubernetesSettings.defaults(), TimeSource.system());
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> access.open(this.fixture.config().databaseRequest()))
                    .isInstanceOf(WaitInterruptedException.class);
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        } finally {
            Thread.interrupted();
        }
        assertThat(this.fixture.openConnections()).isZero();
    }

    @Test
    void openWhenWaitIsLongAsksLessOften() {
        status("phase: Pending");

        open(Duration.ofSeconds(60));

        assertThat(this.fixture.cluster().requests())
                .filteredOn(request -> request.equals("list pods"))
                .hasSizeBetween(30, 40);
    }

    private DatabaseNotReadyException open(Duration readyTimeout) {
        KubernetesAccess access =
                this.fixture.access(KubernetesSettings.defaults().withReadyTimeout(readyTimeout));
        DatabaseNotReadyException late = catchThrowableOfType(
                DatabaseNotReadyException.class,
                () -> access.open(this.fixture.config().databaseRequest()));
        assertThat(this.fixture.openConnections()).isZero();
        return late;
    }

    private void crashing() {
        status("""
                phase: Running
                containerStatuses:
                  - name: postgres
                    ready: false
                    restartCount: 4
                    state: {waiting: {reason: CrashLoopBackOff}}
                    lastState: {terminated: {reason: Error, exitCode: 1}}
                """);
    }

    private void status(String status) {
        TestCluster.objects(NOT_READY + status.indent(2)).forEach(this.fixture.cluster()::put);
    }

    private static int port(TargetDatabase database) {
        return database.address().orElseThrow().port();
    }
}
