package io.e2e.migrations.kubernetes;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Decides whether a cluster may be touched at all. A kubeconfig often leads to production as well, so only contexts whose
 * names local clusters give themselves, or that are allowed by name, pass. A loopback address alone proves nothing: it may
 * be a tunnel to anywhere.
 */
final class ContextGuard {

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

    /** Returns the context if it may be used. */
    static ClusterContext check(ClusterContext context, List<String> allowedContexts) {
        String name = context.name().context();
        if (context.isOwnCluster()
                || Stream.concat(LOCAL.stream(), allowedContexts.stream()).anyMatch(glob -> matches(glob, name))) {
            return context;
        }
        throw new ContextNotAllowedException(name, context.name().server(), String.join(", ", LOCAL));
    }

    private static boolean matches(String glob, String name) {
        StringBuilder regex = new StringBuilder();
        for (String part : glob.strip().split("(?<=[*?])|(?=[*?])")) {
            regex.append(part.equals("*") ? ".*" : part.equals("?") ? "." : Pattern.quote(part));
        }
        return Pattern.matches(regex.toString(), name);
    }
}
