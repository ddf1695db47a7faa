package io.e2e.migrations.benchmarks.namespace;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.LocalPortForward;
import java.net.InetAddress;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;

/** The least that a program with the Kubernetes client does for one query: list the pods, forward one port, log in. */
public final class BareCall {

    private BareCall() {}

    /**
     * Runs once.
     *
     * @param arguments the kubeconfig, the namespace, the database, its user and password
     */
    public static void main(String[] arguments) throws Exception {
        FirstAnswer.measure(() -> call(arguments));
    }

    private static void call(String[] arguments) throws Exception {
        Config config = Config.fromKubeconfig(Path.of(arguments[0]).toFile());
        try (KubernetesClient client =
                new KubernetesClientBuilder().withConfig(config).build()) {
            Pod pod = client.pods().inNamespace(arguments[1]).list().getItems().get(0);
            try (LocalPortForward forward =
                            client.pods().resource(pod).portForward(5432, InetAddress.getLoopbackAddress(), 0);
                    Connection connection = DriverManager.getConnection(
                            "jdbc:postgresql://127.0.0.1:" + forward.getLocalPort() + "/" + arguments[2],
                            arguments[3],
                            arguments[4])) {
                FirstAnswer.query(connection);
            }
        }
    }
}
