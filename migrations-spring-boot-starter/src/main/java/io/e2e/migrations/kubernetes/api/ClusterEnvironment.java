package io.e2e.migrations.kubernetes.api;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The places where a process finds its cluster without configuration, as {@code kubectl} does: environment variables, the
 * home directory, and the mounted service account. Thread-safe.
 */
public final class ClusterEnvironment {

    private static final Path MOUNTED = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");

    private final Map<String, String> variables;
    private final Path home;
    private final Path serviceAccount;

    /**
     * Creates an environment from its parts.
     *
     * @param variables the environment variables
     * @param home the user's home directory
     * @param serviceAccount the directory where a pod's service account is mounted
     */
    public ClusterEnvironment(Map<String, String> variables, Path home, Path serviceAccount) {
        this.variables = Map.copyOf(variables);
        this.home = home;
        this.serviceAccount = serviceAccount;
    }

    /** The environment of this process. */
    public static ClusterEnvironment ofThisProcess() {
        return new ClusterEnvironment(System.getenv(), Path.of(System.getProperty("user.home", ".")), MOUNTED);
    }

    /** The kubeconfig files in the order of their precedence: the named ones, else those of KUBECONFIG, else the default. */
    List<Path> kubeconfigFiles(@Nullable Path named) {
        if (named != null) {
            Path file = expand(named.toString());
            return Files.exists(file) ? List.of(file) : split(named.toString());
        }
        String variable = variable("KUBECONFIG");
        return variable.isBlank() ? List.of(this.home.resolve(".kube").resolve("config")) : split(variable);
    }

    /** Explains where the files of {@link #kubeconfigFiles} come from, as part of a message. */
    String reason(@Nullable Path named) {
        if (named != null) {
            return "from e2e.migrations.kubeconfig-path";
        }
        return variable("KUBECONFIG").isBlank() ? "KUBECONFIG is not set" : "from the environment variable KUBECONFIG";
    }

    /** The API server's URL if this process runs in a pod with a service account, else {@code null}. */
    @Nullable
    String inClusterServer() {
        String host = variable("KUBERNETES_SERVICE_HOST");
        String port = variable("KUBERNETES_SERVICE_PORT");
        if (host.isEmpty() || port.isEmpty() || !Files.isRegularFile(serviceAccount("token"))) {
            return null;
        }
        return "https://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    /** A file of the mounted service account. */
    Path serviceAccount(String file) {
        return this.serviceAccount.resolve(file);
    }

    private String variable(String name) {
        return this.variables.getOrDefault(name, "");
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
