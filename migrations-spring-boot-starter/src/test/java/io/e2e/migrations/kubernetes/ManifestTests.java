package io.e2e.migrations.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.config.Secret;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.kubernetes.api.ClusterEnvironment;
import io.e2e.migrations.kubernetes.cluster.TestCluster;
import io.e2e.migrations.provision.SharedResources;
import io.e2e.migrations.testing.Sql;
import io.e2e.migrations.testing.TestDatabases;
import io.e2e.migrations.time.TimeSource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The manifests that users copy. */
class ManifestTests {

    private static final Path SAMPLES = Path.of("..", "samples", "kubernetes");

    @TempDir
    Path directory;

    @Test
    void postgresOfSamplesIsFoundByNamespaceAlone() throws IOException, SQLException {
        MigrationConfig asInTheSecret = MigrationConfig.defaults().withPostgresPassword(new Secret("test_password"));
        try (TestCluster cluster = TestCluster.start();
                TargetDatabase server = TestDatabases.access().open(asInTheSecret.databaseRequest())) {
            apply(cluster, server.address().orElseThrow().port());
            KubernetesAccess access = new KubernetesAccess(
                    KubernetesSettings.defaults(),
                    TimeSource.system(),
                    new ClusterEnvironment(Map.of(), this.directory, this.directory),
                    new SharedResources<>());
            MigrationConfig config = MigrationConfig.defaults()
                    .withNamespace("e2e")
                    .withKubeconfigPath(cluster.kubeconfig(this.directory, "kind-kind"));

            try (TargetDatabase database = access.open(config.databaseRequest())) {
                assertThat(Sql.value(database, "SELECT current_user || '@' || current_database()"))
                        .isEqualTo("slm_user@action_history");
            }
        }
    }

    /** What {@code kubectl apply} and the deployment's controller do. */
    private static void apply(TestCluster cluster, int port) throws IOException {
        cluster.put(new NamespaceBuilder()
                .withNewMetadata()
                .withName("e2e")
                .endMetadata()
                .build());
        for (HasMetadata object : TestCluster.objects(Files.readString(SAMPLES.resolve("postgresql.yaml")))) {
            object.getMetadata().setNamespace("e2e");
            cluster.put(object);
            if (object instanceof Deployment deployment) {
                Pod pod = started(deployment.getSpec().getTemplate());
                cluster.listen(pod.getMetadata().getName(), port);
                cluster.put(pod);
            }
        }
    }

    private static Pod started(PodTemplateSpec template) {
        return new PodBuilder()
                .withMetadata(template.getMetadata())
                .editMetadata()
                .withName("postgresql-6f7c9d")
                .withNamespace("e2e")
                .endMetadata()
                .withSpec(template.getSpec())
                .withNewStatus()
                .withPhase("Running")
                .addNewCondition()
                .withType("Ready")
                .withStatus("True")
                .endCondition()
                .endStatus()
                .build();
    }
}
