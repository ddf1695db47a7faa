package io.e2e.migrations.kubernetes;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.MigrationService;
import io.e2e.migrations.testing.ChildJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Another JVM with its own tunnel. For each kubeconfig on its standard input, it applies the audit migrations in the
 * namespace {@code e2e}, and reports the number of migrations that it applied.
 */
final class TunnelledProcess {

    private TunnelledProcess() {}

    public static void main(String[] arguments) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            MigrationConfig config =
                    MigrationConfig.defaults().withNamespace("e2e").withKubeconfigPath(Path.of(line));
            try (MigrationService service =
                    MigrationService.open(config, KubernetesAccess.with(KubernetesSettings.defaults()))) {
                ChildJvm.answer(service.applyAuditMigrations().applied().size());
            }
        }
    }
}
