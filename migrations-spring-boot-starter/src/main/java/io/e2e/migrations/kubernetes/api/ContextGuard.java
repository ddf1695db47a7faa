package io.e2e.migrations.kubernetes.api;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Decides whether a cluster may be used at all. A kubeconfig often contains production clusters too, so a context passes
 * only if it has a name that tools for local clusters choose, or if it is allowed by name. A loopback address proves
 * nothing, because it may be a tunnel to any cluster.
 */
public final class ContextGuard {

    private static final List<String> LOCAL = List.of(
            "kind-*",
            "k3d-*",
            "minikube",
            "docker-desktop",
            "rancher-desktop",
            "colima",
            "orbstack",
            "microk8s",
            "crc");

    private ContextGuard() {}

    /**
     * Returns the context if it may be used.
     *
     * @param allowedContexts further contexts that may be used, by name or glob
     * @throws ContextNotAllowedException if it may not be used
     */
    public static ClusterContext check(ClusterContext context, List<String> allowedContexts) {
        String name = context.name().context();
        if (context.isOwnCluster()
                || Stream.concat(LOCAL.stream(), allowedContexts.stream()).anyMatch(glob -> matches(glob, name))) {
            return context;
        }
        throw new ContextNotAllowedException(context.name(), String.join(", ", LOCAL));
    }

    private static boolean matches(String glob, String name) {
        String regex = Pattern.quote(glob.strip()).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q");
        return Pattern.matches(regex, name);
    }
}
