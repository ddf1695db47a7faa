package io.e2e.migrations.kubernetes;

import io.e2e.migrations.kubernetes.NotInNamespaceException.Kind;
import io.e2e.migrations.kubernetes.api.ApiObject;
import io.e2e.migrations.kubernetes.api.ApiServer;
import io.e2e.migrations.kubernetes.api.ApiServerException;
import io.e2e.migrations.kubernetes.tunnel.PodPort;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The service in front of PostgreSQL and the pods behind it; each call asks the API server for the pods again. It stays
 * with a pod as long as that pod is ready, so that all connections of a pool lead to one database even if the service has
 * several pods. Otherwise it chooses the newest ready pod, which remains at the end of a rolling update. Thread-safe.
 */
final class PostgresService {

    /** The official image explains a wrong environment in up to 20 lines, with the error in the first. */
    private static final int LOG_LINES = 25;

    private final ApiServer api;
    private final String namespace;
    private final String name;
    private volatile @Nullable ApiObject known;
    private volatile @Nullable PodState current;
    private final AtomicReference<@Nullable PodState> listed = new AtomicReference<>();

    PostgresService(ApiServer api, String namespace, String name) {
        this.api = api;
        this.namespace = namespace;
        this.name = name;
    }

    String namespace() {
        return this.namespace;
    }

    String name() {
        return this.name;
    }

    /** Returns the service's definition, which is read once, and again after no pod was ready. */
    ApiObject definition() {
        ApiObject service = this.known;
        if (service == null) {
            service = this.api.find("services", this.namespace, this.name).orElseThrow(this::missing);
            this.known = service;
        }
        return service;
    }

    /** Lists the pods that the service selects, each with the reason why it is not ready. */
    List<PodState> pods() {
        Map<String, String> selector = selector();
        if (selector.isEmpty()) {
            throw NotInNamespaceException.noSelector(this);
        }
        List<PodState> states = this.api.pods(this.namespace, selector).stream()
                .map(PodState::of)
                .toList();
        if (states.stream().noneMatch(PodState::ready)) {
            this.known = null;
        }
        return states;
    }

    /** Chooses the pod for new connections from the result of {@link #pods()}. */
    Optional<PodState> choose(List<PodState> pods) {
        PodState last = this.current;
        List<PodState> ready = pods.stream().filter(PodState::ready).toList();
        Optional<PodState> chosen = ready.stream()
                .filter(pod -> last != null && pod.uid().equals(last.uid()))
                .findFirst()
                .or(() -> ready.stream().max(Comparator.comparing(PodState::created)));
        chosen.ifPresent(pod -> this.current = pod);
        return chosen;
    }

    /** Returns the port of the pod for new connections: of one that was listed for this connection, or of one that is now. */
    PodPort readyPort() throws IOException {
        PodState pod = this.listed.getAndSet(null);
        if (pod == null) {
            List<PodState> pods = pods();
            pod = choose(pods).orElseThrow(() -> new IOException(problem(pods)));
        }
        return new PodPort(pod.pod(), port(pod));
    }

    /** The next connection leads to this pod, which was just listed; {@code null} means to one that must be listed. */
    void connectTo(@Nullable PodState pod) {
        this.listed.set(pod);
    }

    /** Returns PostgreSQL's port in a pod. */
    int port(PodState pod) {
        return PostgresPort.inPod(definition(), pod.pod());
    }

    /** Explains why none of these pods is ready. */
    String problem(List<PodState> pods) {
        if (pods.isEmpty()) {
            String labels = selector().entrySet().stream()
                    .map(label -> label.getKey() + "=" + label.getValue())
                    .sorted()
                    .collect(Collectors.joining(","));
            return "no pod has the labels " + labels;
        }
        return pods.stream().map(this::explained).collect(Collectors.joining("; "));
    }

    private String explained(PodState pod) {
        PodState.Crash crash = pod.crash();
        if (crash == null) {
            return pod.toString();
        }
        List<String> log = crash.restarted()
                ? this.api.lastLinesBeforeRestart(pod.pod(), crash.container(), LOG_LINES)
                : this.api.lastLines(pod.pod(), crash.container(), LOG_LINES);
        return log.isEmpty() ? pod.toString() : pod + ". Its last log lines:\n    " + String.join("\n    ", log) + "\n";
    }

    private Map<String, String> selector() {
        return definition().texts("spec", "selector");
    }

    /** The pod that was chosen last. */
    Optional<PodState> current() {
        return Optional.ofNullable(this.current);
    }

    @Override
    public String toString() {
        return "service " + this.name + " in namespace " + this.namespace;
    }

    private NotInNamespaceException missing() {
        List<String> services = this.api.names("services", this.namespace);
        if (services != null && services.isEmpty() && isNamespaceMissing()) {
            List<String> namespaces = this.api.names("namespaces", this.namespace);
            return new NotInNamespaceException(
                    Kind.NAMESPACE, this.namespace, "the cluster of " + this.api.cluster(), namespaces);
        }
        return new NotInNamespaceException(Kind.SERVICE, this.name, "namespace " + this.namespace, services);
    }

    private boolean isNamespaceMissing() {
        try {
            return this.api.find("namespaces", this.namespace, this.namespace).isEmpty();
        } catch (ApiServerException ex) {
            return false;
        }
    }
}
