package io.e2e.migrations.benchmarks.namespace;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.kubernetes.KubernetesAccess;
import io.e2e.migrations.kubernetes.KubernetesSettings;
import java.nio.file.Path;
import java.sql.Connection;

/** Opens the database of a namespace as the target {@code kubernetes} does, and sends one query. */
public final class OurCall {

    private OurCall() {}

    /**
     * Runs once.
     *
     * @param arguments the kubeconfig and the namespace
     */
    public static void main(String[] arguments) throws Exception {
        FirstAnswer.measure(() -> call(arguments));
    }

    private static void call(String[] arguments) throws Exception {
        MigrationConfig config = MigrationConfig.defaults()
                .withKubeconfigPath(Path.of(arguments[0]))
                .withNamespace(arguments[1]);
        try (TargetDatabase database =
                        KubernetesAccess.with(KubernetesSettings.defaults()).open(config.databaseRequest());
                Connection connection = database.connect()) {
            FirstAnswer.query(connection);
        }
    }
}
