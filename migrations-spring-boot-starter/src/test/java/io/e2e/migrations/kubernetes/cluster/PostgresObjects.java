package io.e2e.migrations.kubernetes.cluster;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.util.Map;
import java.util.UUID;

/**
 * The objects that the teams deploy in a namespace: a Secret, a Service {@code postgresql} whose target port is a name, and
 * a pod that takes its credentials from the Secret.
 *
 * @param namespace where they are
 * @param password what the Secret says
 */
public record PostgresObjects(String namespace, String password) {

    /** The service's name, the Secret's, and the value of the label {@code app}. */
    public static final String NAME = "postgresql";

    /** The role that the Secret names. */
    public static final String USER = "slm_user";

    /** The database that the Secret names. */
    public static final String DATABASE = "action_history";

    /** Everything in a namespace, with one ready pod whose process listens on this port of the machine. */
    public Pod deploy(TestCluster cluster, int port) {
        cluster.put(space()).put(secret()).put(service());
        return start(cluster, "postgresql-0", port);
    }

    /** A new ready pod of this name. */
    public Pod start(TestCluster cluster, String name, int port) {
        Pod pod = pod(name);
        cluster.listen(name, port);
        cluster.put(pod);
        return pod;
    }

    /** The namespace. */
    public Namespace space() {
        return new NamespaceBuilder()
                .withNewMetadata()
                .withName(this.namespace)
                .endMetadata()
                .build();
    }

    /** The Secret with all three keys. */
    public Secret secret() {
        return new SecretBuilder()
                .withNewMetadata()
                .withName(NAME)
                .withNamespace(this.namespace)
                .endMetadata()
                .withType("Opaque")
                .addToData("POSTGRES_USER", encode(USER))
                .addToData("POSTGRES_PASSWORD", encode(this.password))
                .addToData("POSTGRES_DB", encode(DATABASE))
                .build();
    }

    /** The service, to the container port named {@code db}. */
    public Service service() {
        return new ServiceBuilder()
                .withNewMetadata()
                .withName(NAME)
                .withNamespace(this.namespace)
                .endMetadata()
                .withNewSpec()
                .withType("ClusterIP")
                .withSelector(Map.of("app", NAME))
                .addNewPort()
                .withName("postgresql")
                .withPort(5432)
                .withTargetPort(new IntOrString("db"))
                .endPort()
                .endSpec()
                .build();
    }

    /** A pod that is ready. */
    public Pod pod(String name) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(this.namespace)
                .withUid(UUID.randomUUID().toString())
                .addToLabels("app", NAME)
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("postgres")
                .withImage("postgres:16-alpine")
                .addNewPort()
                .withName("db")
                .withContainerPort(5432)
                .endPort()
                .addNewEnvFrom()
                .withNewSecretRef()
                .withName(NAME)
                .endSecretRef()
                .endEnvFrom()
                .endContainer()
                .endSpec()
                .withNewStatus()
                .withPhase("Running")
                .withHostIP("127.0.0.1")
                .addNewCondition()
                .withType("Ready")
                .withStatus("True")
                .endCondition()
                .addNewContainerStatus()
                .withName("postgres")
                .withReady(true)
                .withRestartCount(0)
                .withNewState()
                .withNewRunning()
                .endRunning()
                .endState()
                .endContainerStatus()
                .endStatus()
                .build();
    }

    private static String encode(String value) {
        return java.util.Base64.getEncoder().encodeToString(value.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
}
