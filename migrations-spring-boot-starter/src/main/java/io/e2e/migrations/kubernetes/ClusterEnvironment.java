package io.e2e.migrations.kubernetes;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What this process knows of clusters without being told: the environment variables, the home directory and the mounted
 * service account, as {@code kubectl} uses them.
 *
 * @param variables the environment variables
 * @param home the user's home directory
 * @param serviceAccount where a pod's service account is mounted
 */
record ClusterEnvironment(Map<String, String> variables, Path home, Path serviceAccount) {

    private static final Path MOUNTED = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");

    ClusterEnvironment {
        variables = Map.copyOf(variables);
    }

    static ClusterEnvironment ofThisProcess() {
        return new ClusterEnvironment(System.getenv(), Path.of(System.getProperty("user.home", ".")), MOUNTED);
    }

    /** The files to read, in the order of their precedence: those named, else those of KUBECONFIG, else the usual one. */
    List<Path> kubeconfigFiles(@Nullable Path named) {
        if (named != null) {
            return Files.exists(expand(named.toString())) ? List.of(expand(named.toString())) : split(named.toString());
        }
        String variable = this.variables.getOrDefault("KUBECONFIG", "");
        return variable.isBlank() ? List.of(this.home.resolve(".kube").resolve("config")) : split(variable);
    }

    /** Where {@link #kubeconfigFiles} took its answer from, for a message. */
    String reason(@Nullable Path named) {
        if (named != null) {
            return "from e2e.migrations.kubeconfig-path";
        }
        return this.variables.getOrDefault("KUBECONFIG", "").isBlank()
                ? "KUBECONFIG is not set"
                : "from the environment variable KUBECONFIG";
    }

    /** The API server's URL if this process runs in a pod that has a service account. */
    @Nullable
    String inClusterServer() {
        String host = this.variables.getOrDefault("KUBERNETES_SERVICE_HOST", "");
        String port = this.variables.getOrDefault("KUBERNETES_SERVICE_PORT", "");
        if (host.isEmpty() || port.isEmpty() || !Files.isRegularFile(this.serviceAccount.resolve("token"))) {
            return null;
        }
        return "https://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    private List<Path> split(String list) {
        return Arrays.stream(list.split(File.pathSeparator))
                .filter(entry -> !entry.isBlank())
                .map(entry -> expand(entry.strip()))
                .toList();
    }

    private Path expand(String path) {
        return path.startsWith("~/") ? this.home.resolve(path.substring(2)) : Path.of(path);
    }
}
