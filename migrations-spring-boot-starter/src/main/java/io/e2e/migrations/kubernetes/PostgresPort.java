package io.e2e.migrations.kubernetes;

import io.e2e.migrations.kubernetes.NotInNamespaceException.Kind;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Determines which port of a service, and which port of its pod, is PostgreSQL's. A named target port is looked up in the
 * pod's containers, as the cluster's own proxy does; the client library would use the service's port number instead.
 */
final class PostgresPort {

    private static final int POSTGRESQL = 5432;

    private PostgresPort() {}

    /** The service's only port; else its port 5432; else its port named {@code postgresql} or {@code postgres}. */
    static ServicePort of(Service service) {
        List<ServicePort> ports = service.getSpec().getPorts();
        if (ports.size() == 1) {
            return ports.get(0);
        }
        return ports.stream()
                .filter(port -> port.getPort() == POSTGRESQL)
                .findFirst()
                .or(() -> ports.stream()
                        .filter(port -> "postgresql".equals(port.getName()) || "postgres".equals(port.getName()))
                        .findFirst())
                .orElseThrow(() -> new NotInNamespaceException(
                        Kind.PORT,
                        String.valueOf(POSTGRESQL),
                        serviceName(service),
                        ports.stream()
                                .map(port -> named(port.getName(), port.getPort()))
                                .toList()));
    }

    /** The number of the container's port that the service sends its traffic to. */
    static int inPod(Service service, Pod pod) {
        ServicePort port = of(service);
        IntOrString target = port.getTargetPort();
        if (target == null || Integer.valueOf(0).equals(target.getIntVal())) {
            return port.getPort();
        }
        if (target.getIntVal() != null) {
            return target.getIntVal();
        }
        List<ContainerPort> ports = pod.getSpec().getContainers().stream()
                .flatMap((Container container) -> container.getPorts().stream())
                .toList();
        return ports.stream()
                .filter(candidate -> target.getStrVal().equals(candidate.getName()))
                .map(ContainerPort::getContainerPort)
                .findFirst()
                .orElseThrow(() -> new NotInNamespaceException(
                        Kind.TARGET_PORT,
                        target.getStrVal(),
                        "pod " + pod.getMetadata().getName() + ", the target of " + serviceName(service),
                        ports.stream()
                                .map(found -> named(found.getName(), found.getContainerPort()))
                                .toList()));
    }

    private static String named(@Nullable String name, int port) {
        return (name == null ? "unnamed" : name) + " (" + port + ")";
    }

    private static String serviceName(Service service) {
        return "service " + service.getMetadata().getName() + " in namespace "
                + service.getMetadata().getNamespace();
    }
}
