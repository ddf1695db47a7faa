package io.e2e.migrations.kubernetes;

import io.e2e.migrations.kubernetes.KubernetesSettings.Access;
import io.e2e.migrations.kubernetes.NotInNamespaceException.Kind;
import io.e2e.migrations.kubernetes.api.ApiObject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the addresses at which a service's PostgreSQL can be reached. Thread-safe. */
final class AddressResolver {

    private static final Duration NODE_PORT_LIMIT = Duration.ofSeconds(3);

    private final Access access;
    private final ServiceConnection connection;

    AddressResolver(Access access, ServiceConnection connection) {
        this.access = access;
        this.connection = connection;
    }

    Access access() {
        return this.access;
    }

    /** Whether {@link #resolve} needs a pod. */
    boolean needsPod() {
        return this.access != Access.SERVICE;
    }

    /**
     * Returns the addresses in the order in which to try them.
     *
     * @param pod the ready pod; {@code null} if it is not known
     */
    List<HostPort> resolve(@Nullable PodState pod) {
        return switch (this.access) {
            case TUNNEL ->
                List.of(new HostPort("127.0.0.1", this.connection.tunnel().port()));
            case SERVICE -> List.of(serviceName());
            case NODE_PORT -> nodePorts(pod);
        };
    }

    /** Limits a connection attempt to one of several addresses, so that time for the next one remains. */
    Duration limit(Duration connectTimeout) {
        boolean shorten = this.access == Access.NODE_PORT && connectTimeout.compareTo(NODE_PORT_LIMIT) > 0;
        return shorten ? NODE_PORT_LIMIT : connectTimeout;
    }

    /** The service's name in the cluster's DNS, which every pod can resolve. */
    private HostPort serviceName() {
        PostgresService service = this.connection.service();
        return new HostPort(
                service.name() + "." + service.namespace() + ".svc",
                PostgresPort.number(PostgresPort.of(service.definition())));
    }

    /**
     * The service's port on the pod's node, then on the API server's host, where local clusters publish the ports of their
     * nodes.
     */
    private List<HostPort> nodePorts(@Nullable PodState pod) {
        ApiObject definition = this.connection.service().definition();
        ApiObject port = PostgresPort.of(definition);
        Integer nodePort = port.number("nodePort");
        if (nodePort == null) {
            String where = this.connection.service() + " (type " + definition.text("spec", "type") + ")";
            throw new NotInNamespaceException(
                    Kind.NODE_PORT, "nodePort", where, List.of(String.valueOf(PostgresPort.number(port))));
        }
        Optional<String> node =
                Optional.ofNullable(pod).map(state -> state.pod().text("status", "hostIP"));
        URI server = URI.create(this.connection.api().cluster().server());
        return Stream.of(node, Optional.ofNullable(server.getHost()))
                .flatMap(Optional::stream)
                .distinct()
                .map(host -> new HostPort(host, nodePort))
                .toList();
    }

    /** A host and a TCP port. */
    record HostPort(String host, int port) {

        @Override
        public String toString() {
            return (this.host.contains(":") ? "[" + this.host + "]" : this.host) + ":" + this.port;
        }
    }
}
