package io.e2e.migrations.kubernetes.api;

import io.e2e.migrations.config.MigrationException;

/**
 * The kubeconfig points to a cluster that does not look like a local test cluster and that is not allowed by name. Nothing
 * was sent to the cluster and no credential plugin was run.
 */
public final class ContextNotAllowedException extends MigrationException {

    private final ClusterName cluster;

    private ContextNotAllowedException(ClusterName cluster, String problem) {
        super(
                problem,
                "If this cluster is meant for tests, allow it by name:"
                        + " e2e.migrations.kubernetes.allowed-contexts=" + cluster.context()
                        + "\nOtherwise choose another context with e2e.migrations.kubernetes.context.",
                null);
        this.cluster = cluster;
    }

    static ContextNotAllowedException byName(ClusterName cluster, String localContexts) {
        return new ContextNotAllowedException(
                cluster,
                "Context '" + cluster.context() + "' (server " + cluster.server()
                        + ") is not known as a test cluster, and migrations run on test clusters only."
                        + " Nothing was sent to it.\n"
                        + "Contexts that are allowed by default: " + localContexts + ".");
    }

    static ContextNotAllowedException byServer(ClusterName cluster, String reason) {
        return new ContextNotAllowedException(
                cluster,
                "Context '" + cluster.context() + "' has the name of a local cluster, but its server "
                        + cluster.server()
                        + " is not known to be local: " + reason
                        + ". Migrations run on test clusters only. Nothing was sent to it.");
    }

    /** The context that was refused. */
    public String context() {
        return this.cluster.context();
    }

    /** The URL of the context's API server. */
    public String server() {
        return this.cluster.server();
    }
}
