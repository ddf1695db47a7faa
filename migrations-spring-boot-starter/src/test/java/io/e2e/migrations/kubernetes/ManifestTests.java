package io.e2e.migrations.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.MigrationConfig;
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
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each sample with a namespace finds the PostgreSQL of the manifest that its README names. */
class ManifestTests {

    private static final Path SAMPLES = Path.of("..", "samples");
    private static final Pattern MANIFEST = Pattern.compile("--filename (samples/kubernetes/[a-z-]+\\.yaml)");

    @TempDir
    Path directory;

    static List<Path> samples() throws IOException {
        try (Stream<Path> all = Files.list(SAMPLES)) {
            return all.filter(sample -> Files.exists(sample.resolve("src/test/resources/application-kind.properties")))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void everySampleHasANamespace() throws IOException {
        assertThat(samples()).hasSize(7);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void sampleFindsPostgresOfItsManifest(Path sample) throws IOException, SQLException {
        List<HasMetadata> objects = TestCluster.objects(Files.readString(manifest(sample)));
        Map<String, String> secret = secret(objects);
        MigrationConfig asInTheSecret = MigrationConfig.defaults()
                .withPostgresUser(secret.get("POSTGRES_USER"))
                .withPostgresDb(secret.get("POSTGRES_DB"))
                .withPostgresPassword(new io.e2e.migrations.config.Secret(secret.get("POSTGRES_PASSWORD")));
        try (TestCluster cluster = TestCluster.start();
                TargetDatabase server = TestDatabases.access().open(asInTheSecret.databaseRequest())) {
            apply(cluster, objects, server.address().orElseThrow().port());
            KubernetesAccess access = new KubernetesAccess(
                    KubernetesSettings.defaults(),
                    TimeSource.system(),
                    new ClusterEnvironment(Map.of(), this.directory, this.directory),
                    new SharedResources<>());
            MigrationConfig config = config(sample).withKubeconfigPath(cluster.kubeconfig(this.directory, "kind-kind"));

            try (TargetDatabase database = access.open(config.databaseRequest())) {
                assertThat(Sql.value(database, "SELECT current_user || '@' || current_database()"))
                        .isEqualTo(secret.get("POSTGRES_USER") + "@" + secret.get("POSTGRES_DB"));
            }
        }
    }

    private static Path manifest(Path sample) throws IOException {
        Matcher named = MANIFEST.matcher(Files.readString(sample.resolve("README.md")));
        assertThat(named.find()).as("%s names its manifest", sample).isTrue();
        return SAMPLES.resolve("..").resolve(named.group(1));
    }

    private static MigrationConfig config(Path sample) throws IOException {
        Properties settings = new Properties();
        for (String file : List.of("application.properties", "application-kind.properties")) {
            try (Reader reader = Files.newBufferedReader(
                    sample.resolve("src").resolve("test").resolve("resources").resolve(file))) {
                settings.load(reader);
            }
        }
        MigrationConfig config = MigrationConfig.defaults()
                .withNamespace(settings.getProperty("e2e.migrations.namespace"))
                .withPostgresService(settings.getProperty("e2e.migrations.postgres-service", "postgresql"));
        String password = settings.getProperty("e2e.migrations.postgres-password");
        return password == null
                ? config
                : config.withPostgresUser(settings.getProperty("e2e.migrations.postgres-user"))
                        .withPostgresDb(settings.getProperty("e2e.migrations.postgres-db"))
                        .withPostgresPassword(new io.e2e.migrations.config.Secret(password));
    }

    private static Map<String, String> secret(List<HasMetadata> objects) {
        return objects.stream()
                .filter(Secret.class::isInstance)
                .map(object -> ((Secret) object).getStringData())
                .findFirst()
                .orElseThrow();
    }

    /** What {@code kubectl apply} and the controller of the pods do. */
    private static void apply(TestCluster cluster, List<HasMetadata> objects, int port) {
        cluster.put(new NamespaceBuilder()
                .withNewMetadata()
                .withName("e2e")
                .endMetadata()
                .build());
        for (HasMetadata object : objects) {
            object.getMetadata().setNamespace("e2e");
            cluster.put(object);
            PodTemplateSpec template = object instanceof Deployment deployment
                    ? deployment.getSpec().getTemplate()
                    : object instanceof StatefulSet set ? set.getSpec().getTemplate() : null;
            if (template != null) {
                Pod pod = started(template);
                cluster.listen(pod.getMetadata().getName(), port);
                cluster.put(pod);
            }
        }
    }

    private static Pod started(PodTemplateSpec template) {
        return new PodBuilder()
                .withMetadata(template.getMetadata())
                .editMetadata()
                .withName("postgresql-0")
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
