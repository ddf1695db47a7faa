package io.e2e.migrations.kubernetes.cluster;

import io.e2e.migrations.database.DatabaseAddress;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;

/**
 * The objects that the teams deploy in a namespace: a Secret, a Service {@code postgresql} whose target port is a name, and
 * a pod that takes its credentials from the Secret.
 *
 * @param namespace where they are
 * @param database the PostgreSQL that stands for the pod's; the Secret has its user, password and database
 */
public record PostgresObjects(String namespace, DatabaseAddress database) {

    /** The service's name, the Secret's, and the value of the label {@code app}. */
    public static final String NAME = "postgresql";

    /** Everything in a namespace, with one ready pod {@code postgresql-0}. */
    public Pod deploy(TestCluster cluster) {
        cluster.put(space()).put(secret()).put(service());
        return start(cluster, "postgresql-0");
    }

    /** A new ready pod of this name. */
    public Pod start(TestCluster cluster, String name) {
        Pod pod = pod(name).build();
        cluster.listen(name, this.database.port());
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
                .addToData("POSTGRES_USER", encode(this.database.user()))
                .addToData("POSTGRES_PASSWORD", encode(this.database.password().value()))
                .addToData("POSTGRES_DB", encode(this.database.database()))
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

    /** A pod that is ready, to be changed or built. */
    public PodBuilder pod(String name) {
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
                .endStatus();
    }

    private static String encode(String value) {
        return Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8));
    }
}
