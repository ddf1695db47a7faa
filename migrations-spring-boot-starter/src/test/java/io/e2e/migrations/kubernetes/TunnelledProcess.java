package io.e2e.migrations.kubernetes;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.MigrationService;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Another JVM with its own tunnel. For each kubeconfig on its standard input, it applies the audit migrations in the
 * namespace {@code e2e}, and prints the number of migrations that it applied.
 */
final class TunnelledProcess implements AutoCloseable {

    private static final String ANSWER = "applied:";

    private final Process process;
    private final BufferedReader output;

    private TunnelledProcess(Process process) {
        this.process = process;
        this.output = process.inputReader(StandardCharsets.UTF_8);
    }

    static TunnelledProcess start() throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new TunnelledProcess(
                new ProcessBuilder(java, "-cp", System.getProperty("java.class.path"), TunnelledProcess.class.getName())
                        .redirectErrorStream(true)
                        .start());
    }

    /** Starts a run without waiting for its end. */
    void begin(Path kubeconfig) throws IOException {
        this.process.getOutputStream().write((kubeconfig + "\n").getBytes(StandardCharsets.UTF_8));
        this.process.getOutputStream().flush();
    }

    /** Waits for the run, and returns the number of migrations that it applied. */
    int applied() throws IOException {
        StringBuilder log = new StringBuilder();
        for (String line = this.output.readLine(); line != null; line = this.output.readLine()) {
            if (line.startsWith(ANSWER)) {
                return Integer.parseInt(line.substring(ANSWER.length()));
            }
            log.append(line).append('\n');
        }
        throw new IllegalStateException("the process ended without an answer:\n" + log);
    }

    @Override
    public void close() {
        this.process.destroyForcibly().onExit().join();
    }

    @SuppressWarnings("SystemOut") // the answer to the parent process
    public static void main(String[] arguments) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            MigrationConfig config =
                    MigrationConfig.defaults().withNamespace("e2e").withKubeconfigPath(Path.of(line));
            try (MigrationService service =
                    MigrationService.open(config, KubernetesAccess.with(KubernetesSettings.defaults()))) {
                System.out.println(
                        ANSWER + service.applyAuditMigrations().applied().size());
            }
        }
    }
}
