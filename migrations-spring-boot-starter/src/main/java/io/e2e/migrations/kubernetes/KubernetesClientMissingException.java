package io.e2e.migrations.kubernetes;

import io.e2e.migrations.config.MigrationException;

/** The class path has the starter's classes, but not its jar, which contains the Kubernetes client. */
public final class KubernetesClientMissingException extends MigrationException {

    /** Relocated in the jar, as each use of the class is. */
    private static final String CLIENT = "io.fabric8.kubernetes.client.KubernetesClient";

    private KubernetesClientMissingException(ClassNotFoundException cause) {
        super(
                "The Kubernetes client is not on the class path: the jar of migrations-spring-boot-starter contains it, but"
                        + " the starter's directory of classes, which mvn test uses in the starter's own build, does not.",
                "Run mvn package instead of mvn test, or install the starter and build the project by itself.",
                cause);
    }

    /** Fails if this class loader does not find the client. */
    static void throwIfMissing(ClassLoader loader) {
        try {
            Class.forName(CLIENT, false, loader);
        } catch (ClassNotFoundException ex) {
            throw new KubernetesClientMissingException(ex);
        }
    }
}
