package io.e2e.migrations.kubernetes.api;

import io.e2e.migrations.kubernetes.cluster.ServerCertificate;
import io.e2e.migrations.kubernetes.cluster.TestCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/** Tests that ask an API server for one object, which does not exist. */
abstract class AbstractConnectTests {

    @TempDir
    Path directory;

    /** Connects and asks, once for each line of this user's YAML that is a kubeconfig. */
    void ask(TestCluster cluster, String user, String clusterFields) {
        try (ApiServer api = connect(cluster, user, clusterFields)) {
            find(api);
        }
    }

    ApiServer connect(TestCluster cluster, String user, String clusterFields) {
        Path file = cluster.kubeconfig(this.directory, "kind-e2e", user, clusterFields);
        return ClusterContext.choose(file, null, new ClusterEnvironment(Map.of(), this.directory, this.directory))
                .connect();
    }

    static void find(ApiServer api) {
        api.find("services", "e2e", "postgresql");
    }

    /** The user as messages name it. */
    String user() {
        return "user 'test' in " + this.directory.resolve("kind-e2e.kubeconfig");
    }

    static String trusting(ServerCertificate certificate) {
        return "certificate-authority: " + certificate.authority();
    }

    Path script(String name, String text) {
        try {
            Path file = Files.writeString(this.directory.resolve(name), "#!/bin/sh\n" + text);
            file.toFile().setExecutable(true);
            return file;
        } catch (IOException ex) {
            throw new IllegalStateException(ex);
        }
    }
}
