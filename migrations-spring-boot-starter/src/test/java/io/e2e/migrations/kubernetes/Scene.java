package io.e2e.migrations.kubernetes;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.kubernetes.cluster.PostgresObjects;
import io.e2e.migrations.kubernetes.cluster.TestCluster;
import io.e2e.migrations.testing.TestDatabases;
import io.e2e.migrations.time.TimeSource;
import io.fabric8.kubernetes.api.model.Pod;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A cluster with the namespace {@code e2e}, in which a real PostgreSQL is ready behind the service {@code postgresql}, and
 * the means to connect to it. Its links are its own, so tests cannot share by accident.
 */
final class Scene implements AutoCloseable {

    static final String CONTEXT = "kind-e2e";

    /** One for all tests: a server keeps the files of every database that was made in it, and they are many. */
    private static final TargetDatabase DATABASE = TestDatabases.create();

    final TestCluster cluster = TestCluster.start();
    final SharedLinks links = new SharedLinks();
    final FakeTime time = new FakeTime();
    final TargetDatabase database = DATABASE;
    final PostgresObjects objects =
            new PostgresObjects("e2e", this.database.address().orElseThrow());
    private final List<TargetDatabase> others = new ArrayList<>();
    private final Path directory;
    private Pod pod;

    Scene(Path directory) {
        this.directory = directory;
        this.pod = this.objects.deploy(this.cluster);
    }

    /** Takes everything out of the database that is behind the first pod. */
    void emptyDatabase() throws SQLException {
        try (Connection connection = this.database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
        }
    }

    MigrationConfig config() {
        return MigrationConfig.defaults()
                .withNamespace("e2e")
                .withKubeconfigPath(this.cluster.kubeconfig(this.directory, CONTEXT));
    }

    /** An access on the fake clock. */
    KubernetesAccess access(KubernetesSettings settings) {
        return access(settings, this.time);
    }

    KubernetesAccess access(KubernetesSettings settings, TimeSource clock) {
        return new KubernetesAccess(settings, clock, environment(), this.links);
    }

    ClusterEnvironment environment() {
        return new ClusterEnvironment(Map.of(), this.directory, this.directory.resolve("no-service-account"));
    }

    TargetDatabase open() {
        return access(KubernetesSettings.defaults()).open(config().databaseRequest());
    }

    Pod pod() {
        return this.pod;
    }

    /** The pod is killed; nothing replaces it yet. */
    void killPod() {
        this.cluster.delete(this.pod);
    }

    /** A new pod with the same data is ready. */
    void startPod(String name) {
        this.pod = this.objects.start(this.cluster, name);
    }

    /** What a client sees at the database's address. */
    static String query(TargetDatabase database, String sql) throws SQLException {
        try (Connection connection = database.connect()) {
            return query(connection, sql);
        }
    }

    static String query(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    /** A new pod is ready, and its disk is empty: another server has an empty database of the same name. */
    void startPodOnAnEmptyDisk(String name) {
        TargetDatabase empty = TestDatabases.access()
                .open(MigrationConfig.defaults()
                        .withPostgresDb(direct().database())
                        .withPostgresPassword(direct().password())
                        .databaseRequest());
        this.others.add(empty);
        this.pod = new PostgresObjects("e2e", empty.address().orElseThrow()).start(this.cluster, name);
    }

    DatabaseAddress direct() {
        return this.database.address().orElseThrow();
    }

    @Override
    public void close() {
        this.cluster.close();
        this.others.forEach(TargetDatabase::close);
    }
}
