package io.e2e.migrations.kubernetes.api;

/**
 * The name of a cluster in messages.
 *
 * @param context the kubeconfig's context
 * @param server the URL of the API server, without the user, the password and the parameters that it may contain
 */
public record ClusterName(String context, String server) {

    public ClusterName {
        server = server.replaceFirst("(?s)^([a-zA-Z]+://)?(?:.*@|[^/]*%40)", "$1")
                .replaceFirst("(?s)[?#].*", "");
    }

    @Override
    public String toString() {
        return "context '" + this.context + "' (server " + this.server + ")";
    }
}
