package io.e2e.migrations.kubernetes;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.kubernetes.api.ClusterEnvironment;
import io.e2e.migrations.kubernetes.cluster.PostgresObjects;
import io.e2e.migrations.kubernetes.cluster.TestCluster;
import io.e2e.migrations.provision.SharedResources;
import io.e2e.migrations.testing.FixedTime;
import io.e2e.migrations.testing.Sql;
import io.e2e.migrations.testing.TestDatabases;
import io.e2e.migrations.time.TimeSource;
import io.fabric8.kubernetes.api.model.Pod;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A test cluster with the namespace {@code e2e}, in which a real PostgreSQL is ready behind the service {@code postgresql},
 * and accesses to it. It shares its connections with no other fixture.
 */
public final class KubernetesFixture implements AutoCloseable {

    public static final String CONTEXT = "kind-e2e";

    /** One database for all tests, because each further one adds many files to the server. */
    private static final TargetDatabase DATABASE = TestDatabases.create();

    private final TestCluster cluster = TestCluster.start();
    private final SharedResources<KubernetesAccess.Key, ServiceConnection> connections = new SharedResources<>();
    private final FixedTime time = FixedTime.at("2026-03-01T00:00:00Z");
    private final PostgresObjects objects = new PostgresObjects("e2e", direct());
    private final List<TargetDatabase> others = new ArrayList<>();
    private final Path directory;
    private Pod pod;

    public KubernetesFixture(Path directory) {
        this.directory = directory;
        this.pod = this.objects.deploy(this.cluster);
    }

    public TestCluster cluster() {
        return this.cluster;
    }

    /** The clock of {@link #access(KubernetesSettings)}. */
    public FixedTime time() {
        return this.time;
    }

    public PostgresObjects objects() {
        return this.objects;
    }

    /** The database behind the first pod, without Kubernetes. */
    public TargetDatabase database() {
        return DATABASE;
    }

    SharedResources<KubernetesAccess.Key, ServiceConnection> connections() {
        return this.connections;
    }

    /** How many connections to services are open. */
    public int openConnections() {
        return this.connections.open();
    }

    /** Empties the database behind the first pod. */
    void emptyDatabase() {
        Sql.execute(
                DATABASE,
                "DROP SCHEMA public CASCADE; DROP SCHEMA IF EXISTS e2e_migrations CASCADE; CREATE SCHEMA public");
    }

    public MigrationConfig config() {
        return MigrationConfig.defaults()
                .withNamespace("e2e")
                .withKubeconfigPath(this.cluster.kubeconfig(this.directory, CONTEXT));
    }

    /** An access whose waits take no time. */
    public KubernetesAccess access(KubernetesSettings settings) {
        return access(settings, this.time);
    }

    KubernetesAccess access(KubernetesSettings settings, TimeSource clock) {
        return new KubernetesAccess(settings, clock, environment(), this.connections);
    }

    ClusterEnvironment environment() {
        return new ClusterEnvironment(Map.of(), this.directory, this.directory.resolve("no-service-account"));
    }

    public TargetDatabase open() {
        return access(KubernetesSettings.defaults()).open(config().databaseRequest());
    }

    Pod pod() {
        return this.pod;
    }

    /** Kills the pod, without a replacement. */
    public void killPod() {
        this.cluster.delete(this.pod);
    }

    /** Starts a new ready pod with the same data. */
    public void startPod(String name) {
        this.pod = this.objects.start(this.cluster, name);
    }

    /** Starts a new ready pod with an empty disk: another server's empty database of the same name. */
    void startPodOnAnEmptyDisk(String name) {
        TargetDatabase empty = TestDatabases.access()
                .open(MigrationConfig.defaults()
                        .withPostgresDb(direct().database())
                        .withPostgresPassword(direct().password())
                        .databaseRequest());
        this.others.add(empty);
        this.pod = new PostgresObjects("e2e", empty.address().orElseThrow()).start(this.cluster, name);
    }

    public DatabaseAddress direct() {
        return DATABASE.address().orElseThrow();
    }

    @Override
    public void close() {
        this.cluster.close();
        this.others.forEach(TargetDatabase::close);
    }
}
