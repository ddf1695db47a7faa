package io.e2e.migrations.datasource;

import java.util.Optional;

/**
 * The host of the containers that Testcontainers has started in this JVM. If the tests run in a container themselves, it is
 * the address of a bridge or of a Docker engine elsewhere. Testcontainers is asked by reflection, because it is optional.
 */
final class DockerHost {

    private static final String FACTORY = "org.testcontainers.DockerClientFactory";
    private static final String STRATEGY = "org.testcontainers.dockerclient.DockerClientProviderStrategy";

    private DockerHost() {}

    /** The host as Testcontainers has it in URLs; empty if Testcontainers is not in use, so that no engine is looked for. */
    static Optional<String> inUse() {
        try {
            ClassLoader loader = DockerHost.class.getClassLoader();
            Class<?> factory = Class.forName(FACTORY, true, loader);
            Object instance = factory.getMethod("instance").invoke(null);
            Object isInUse =
                    factory.getMethod("isUsing", Class.class).invoke(instance, Class.forName(STRATEGY, false, loader));
            return Boolean.TRUE.equals(isInUse)
                    ? Optional.ofNullable(
                            (String) factory.getMethod("dockerHostIpAddress").invoke(instance))
                    : Optional.empty();
        } catch (ReflectiveOperationException | LinkageError ex) {
            return Optional.empty();
        }
    }
}
