package io.e2e.migrations.kubernetes;

import io.e2e.migrations.kubernetes.NotInNamespaceException.Kind;
import io.e2e.migrations.kubernetes.NotInNamespaceException.Missing;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which port of the service is PostgreSQL's, and which port of the pod that means. A named target port is looked up in the
 * pod's containers, as the cluster's own proxy does; the client library would fall back to the service's number.
 */
final class PostgresPort {

    private static final int POSTGRESQL = 5432;

    private PostgresPort() {}

    /** The only port; else the one numbered 5432; else the one named {@code postgresql} or {@code postgres}. */
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
                        new Missing(
                                Kind.PORT,
                                String.valueOf(POSTGRESQL),
                                serviceName(service),
                                ports.stream()
                                        .map(port -> port.getName() + " (" + port.getPort() + ")")
                                        .toList()),
                        "Give the service's PostgreSQL port the number 5432 or the name postgresql, or choose another"
                                + " service with e2e.migrations.postgres-service."));
    }

    /** The container's port number that the service's traffic goes to. */
    static int inPod(Service service, Pod pod) {
        ServicePort port = of(service);
        IntOrString target = port.getTargetPort();
        if (target == null) {
            return port.getPort();
        }
        if (target.getIntVal() != null) {
            return target.getIntVal() == 0 ? port.getPort() : target.getIntVal();
        }
        List<ContainerPort> ports = pod.getSpec().getContainers().stream()
                .flatMap((Container container) -> container.getPorts().stream())
                .toList();
        return ports.stream()
                .filter(candidate -> target.getStrVal().equals(candidate.getName()))
                .map(ContainerPort::getContainerPort)
                .findFirst()
                .orElseThrow(() -> new NotInNamespaceException(
                        new Missing(
                                Kind.PORT,
                                target.getStrVal(),
                                "pod " + pod.getMetadata().getName() + ", where " + serviceName(service)
                                        + " sends to it",
                                ports.stream().flatMap(PostgresPort::named).toList()),
                        "Name the container's port as the service's targetPort, or write the number as targetPort."));
    }

    private static Stream<String> named(ContainerPort port) {
        return Stream.of(
                (port.getName() == null ? "without a name" : port.getName()) + " (" + port.getContainerPort() + ")");
    }

    private static String serviceName(Service service) {
        return "service " + service.getMetadata().getName() + " in namespace "
                + service.getMetadata().getNamespace();
    }
}
