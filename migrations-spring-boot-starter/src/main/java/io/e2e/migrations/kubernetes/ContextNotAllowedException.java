package io.e2e.migrations.kubernetes;

import io.e2e.migrations.config.MigrationException;

/**
 * The kubeconfig leads to a cluster that does not look like a test cluster on this machine, and nobody allowed it by name:
 * nothing was sent to it and no credential plugin was run.
 */
public final class ContextNotAllowedException extends MigrationException {

    private final String context;
    private final String server;

    ContextNotAllowedException(String context, String server, String localContexts) {
        super(
                "Context '" + context + "' (server " + server
                        + ") is not known as a test cluster, and a migration must not"
                        + " reach any other. Nothing was sent to it.\n"
                        + "Allowed without asking: " + localContexts + ".",
                "If this cluster is meant for tests, allow it by name:"
                        + " e2e.migrations.kubernetes.allowed-contexts=" + context
                        + "\nElse choose another context with e2e.migrations.kubernetes.context.",
                null);
        this.context = context;
        this.server = server;
    }

    /** The context that was refused. */
    public String context() {
        return this.context;
    }

    /** The API server that it leads to. */
    public String server() {
        return this.server;
    }
}
