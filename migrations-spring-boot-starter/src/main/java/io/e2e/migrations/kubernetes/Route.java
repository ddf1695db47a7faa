package io.e2e.migrations.kubernetes;

import io.e2e.migrations.kubernetes.NotInNamespaceException.Kind;
import io.e2e.migrations.kubernetes.NotInNamespaceException.Missing;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The way to the database's port: where to connect, in the order in which it is tried. */
sealed interface Route {

    /**
     * The ends to connect to.
     *
     * @param pod the ready pod, {@code null} if none is known
     */
    List<HostPort> ends(@Nullable PodState pod);

    /** Whether {@link #ends} depends on a pod. */
    boolean needsPod();

    /** How long one end may take to answer, within {@code limit}. */
    default Duration patience(Duration limit) {
        return limit;
    }

    /** A host and a port of it. */
    record HostPort(String host, int port) {

        @Override
        public String toString() {
            return (this.host.contains(":") ? "[" + this.host + "]" : this.host) + ":" + this.port;
        }
    }

    /** Through the tunnel. */
    record ThroughTunnel(ServiceLink link) implements Route {

        @Override
        public List<HostPort> ends(@Nullable PodState pod) {
            return List.of(new HostPort("127.0.0.1", this.link.tunnel().port()));
        }

        @Override
        public boolean needsPod() {
            return true;
        }
    }

    /** By the service's name in the DNS of the cluster, which every pod can resolve. */
    record ByServiceName(PostgresService service) implements Route {

        @Override
        public List<HostPort> ends(@Nullable PodState pod) {
            Service definition = this.service.definition();
            String host = definition.getMetadata().getName() + "." + this.service.namespace() + ".svc";
            return List.of(new HostPort(host, PostgresPort.of(definition).getPort()));
        }

        @Override
        public boolean needsPod() {
            return false;
        }
    }

    /**
     * By the service's port on the nodes: on the node of the pod, and where the API server is, because local clusters
     * publish their nodes' ports there.
     */
    record ByNodePort(PostgresService service, String server) implements Route {

        private static final Duration PATIENCE = Duration.ofSeconds(3);

        @Override
        public List<HostPort> ends(@Nullable PodState pod) {
            Service definition = this.service.definition();
            ServicePort port = PostgresPort.of(definition);
            if (port.getNodePort() == null) {
                throw new NotInNamespaceException(
                        new Missing(
                                Kind.PORT,
                                "nodePort",
                                this.service + " of namespace " + this.service.namespace() + " (type "
                                        + definition.getSpec().getType() + ")",
                                List.of(String.valueOf(port.getPort()))),
                        "Make the service's type NodePort, or use e2e.migrations.kubernetes.access=tunnel.");
            }
            List<HostPort> ends = new ArrayList<>();
            Stream.of(
                            hostOfPod(pod),
                            Optional.ofNullable(URI.create(this.server).getHost()))
                    .flatMap(Optional::stream)
                    .map(host -> new HostPort(host, port.getNodePort()))
                    .distinct()
                    .forEach(ends::add);
            return ends;
        }

        @Override
        public boolean needsPod() {
            return true;
        }

        @Override
        public Duration patience(Duration limit) {
            return limit.compareTo(PATIENCE) < 0 ? limit : PATIENCE;
        }

        private static Optional<String> hostOfPod(@Nullable PodState pod) {
            return pod == null
                    ? Optional.empty()
                    : Optional.ofNullable(pod.pod().getStatus().getHostIP());
        }
    }
}
