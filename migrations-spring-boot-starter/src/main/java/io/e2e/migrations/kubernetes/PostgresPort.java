package io.e2e.migrations.kubernetes;

import io.e2e.migrations.kubernetes.NotInNamespaceException.Kind;
import io.e2e.migrations.kubernetes.api.ApiObject;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Determines which port of a service, and which port of its pod, is PostgreSQL's. A named target port is looked up in the
 * pod's containers, as the cluster's own proxy does; the client library would use the service's port number instead.
 */
final class PostgresPort {

    private static final int POSTGRESQL = 5432;

    private PostgresPort() {}

    /** The service's only port; else its port 5432; else its port named {@code postgresql} or {@code postgres}. */
    static ApiObject of(ApiObject service) {
        List<ApiObject> ports = service.objects("spec", "ports");
        if (ports.size() == 1) {
            return ports.get(0);
        }
        return ports.stream()
                .filter(port -> number(port) == POSTGRESQL)
                .findFirst()
                .or(() -> ports.stream()
                        .filter(port -> "postgresql".equals(port.text("name")) || "postgres".equals(port.text("name")))
                        .findFirst())
                .orElseThrow(() -> new NotInNamespaceException(
                        Kind.PORT,
                        String.valueOf(POSTGRESQL),
                        serviceName(service),
                        ports.stream()
                                .map(port -> named(port.text("name"), number(port)))
                                .toList()));
    }

    /** The number of the container's port that the service sends its traffic to. */
    static int inPod(ApiObject service, ApiObject pod) {
        ApiObject port = of(service);
        if (!port.isText("targetPort")) {
            Integer target = port.number("targetPort");
            return target == null || target == 0 ? number(port) : target;
        }
        String target = String.valueOf(port.text("targetPort"));
        List<ApiObject> ports = pod.objects("spec", "containers").stream()
                .flatMap(container -> container.objects("ports").stream())
                .toList();
        return ports.stream()
                .filter(candidate -> target.equals(candidate.text("name")))
                .map(PostgresPort::containerPort)
                .findFirst()
                .orElseThrow(() -> new NotInNamespaceException(
                        Kind.TARGET_PORT,
                        target,
                        "pod " + pod.name() + ", the target of " + serviceName(service),
                        ports.stream()
                                .map(found -> named(found.text("name"), containerPort(found)))
                                .toList()));
    }

    /** The number of a service's port. */
    static int number(ApiObject port) {
        return Objects.requireNonNullElse(port.number("port"), 0);
    }

    private static int containerPort(ApiObject port) {
        return Objects.requireNonNullElse(port.number("containerPort"), 0);
    }

    private static String named(@Nullable String name, int port) {
        return (name == null ? "unnamed" : name) + " (" + port + ")";
    }

    private static String serviceName(ApiObject service) {
        return "service " + service.name() + " in namespace " + service.namespace();
    }
}
