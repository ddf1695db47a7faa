package io.e2e.migrations.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.kubernetes.cluster.PostgresObjects;
import io.e2e.migrations.kubernetes.cluster.TestCluster;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KubernetesAccessTests {

    @TempDir
    Path directory;

    @Test
    void connectsThroughATunnel() throws Exception {
        try (TestCluster cluster = TestCluster.start()) {
            new PostgresObjects("e2e", "test_password").deploy(cluster, 54315);
            MigrationConfig config = MigrationConfig.defaults()
                    .withNamespace("e2e")
                    .withKubeconfigPath(cluster.kubeconfig(this.directory, "kind-e2e"));
            for (int i = 0; i < 20; i++) {
                long t0 = System.nanoTime();
                try (TargetDatabase db = new KubernetesAccess(KubernetesSettings.defaults()).open(config)) {
                    long t1 = System.nanoTime();
                    try (Connection c = db.connect();
                            Statement s = c.createStatement()) {
                        long t2 = System.nanoTime();
                        for (int j = 0; j < 10; j++) {
                            try (ResultSet r = s.executeQuery("select 1")) {
                                r.next();
                            }
                        }
                        long t3 = System.nanoTime();
                        System.err.printf(
                                "open %d ms connect %d ms query %d us%n",
                                (t1 - t0) / 1000000, (t2 - t1) / 1000000, (t3 - t2) / 10000);
                    }
                    System.err.println(db.description());
                }
            }
            System.err.println(cluster.requests());
            System.err.println(cluster.connections());
            assertThat(cluster.connectionsEver()).isEqualTo(40);
        }
    }
}
