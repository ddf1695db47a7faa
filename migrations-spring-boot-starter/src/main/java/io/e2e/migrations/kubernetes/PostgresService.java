package io.e2e.migrations.kubernetes;

import io.e2e.migrations.kubernetes.NotInNamespaceException.Kind;
import io.e2e.migrations.kubernetes.NotInNamespaceException.Missing;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The service in front of PostgreSQL and the pods behind it, looked at anew whenever somebody asks. Thread-safe. It stays
 * with a pod as long as that pod is ready, so that connections of one pool end in one database even if the service has
 * several; else it takes the newest ready one, which is the one that stays when a deployment rolls.
 */
final class PostgresService {

    private static final int LOG_LINES = 5;

    private final ApiServer api;
    private final String namespace;
    private final String name;
    private volatile @Nullable Service known;
    private volatile @Nullable PodState current;

    PostgresService(ApiServer api, String namespace, String name) {
        this.api = api;
        this.namespace = namespace;
        this.name = name;
    }

    String namespace() {
        return this.namespace;
    }

    /** The service's definition; asked once, and again after no pod of it was ready. */
    Service definition() {
        Service service = this.known;
        if (service == null) {
            service = this.api.service(this.namespace, this.name).orElseThrow(this::missing);
            this.known = service;
        }
        return service;
    }

    /** The pods that the service selects, with what is wrong with each. */
    List<PodState> pods() {
        Map<String, String> selector = selector();
        if (selector.isEmpty()) {
            throw NotInNamespaceException.noSelector(this.name, this.namespace);
        }
        List<PodState> states = this.api.pods(this.namespace, selector).stream()
                .map(PodState::of)
                .toList();
        if (states.stream().noneMatch(PodState::ready)) {
            this.known = null;
        }
        return states;
    }

    /** The pod that new connections go to; {@code pods} is the answer of {@link #pods()}. */
    Optional<PodState> choose(List<PodState> pods) {
        PodState last = this.current;
        List<PodState> ready = pods.stream().filter(PodState::ready).toList();
        Optional<PodState> chosen = ready.stream()
                .filter(pod -> last != null && pod.uid().equals(last.uid()))
                .findFirst()
                .or(() -> ready.stream().max(Comparator.comparing(PostgresService::creation)));
        chosen.ifPresent(pod -> this.current = pod);
        return chosen;
    }

    /** Why none of these pods is ready. */
    String trouble(List<PodState> pods) {
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
        if (pod.crashed() == null) {
            return pod.toString();
        }
        List<String> log = this.api.lastLines(pod.pod(), pod.crashed(), LOG_LINES);
        return log.isEmpty() ? pod.toString() : pod + ". Its last log lines:\n    " + String.join("\n    ", log) + "\n";
    }

    /** The labels that the service's pods carry. */
    Map<String, String> selector() {
        Map<String, String> selector = definition().getSpec().getSelector();
        return selector == null ? Map.of() : selector;
    }

    /** The pod that the last connection went to. */
    Optional<PodState> current() {
        return Optional.ofNullable(this.current);
    }

    @Override
    public String toString() {
        return "service " + this.name;
    }

    private static String creation(PodState state) {
        Pod pod = state.pod();
        // RFC 3339 in UTC, to the second: the order of the text is the order of time.
        return String.valueOf(pod.getMetadata().getCreationTimestamp());
    }

    private NotInNamespaceException missing() {
        List<String> services = this.api.services(this.namespace);
        if (services != null && services.isEmpty() && isNamespaceMissing()) {
            return new NotInNamespaceException(
                    new Missing(
                            Kind.NAMESPACE,
                            this.namespace,
                            "the cluster of " + this.api.cluster(),
                            this.api.namespaces()),
                    "Correct e2e.migrations.namespace, or deploy PostgreSQL there first.");
        }
        return new NotInNamespaceException(
                new Missing(Kind.SERVICE, this.name, "namespace " + this.namespace, services),
                "Correct e2e.migrations.postgres-service, or deploy PostgreSQL there first.");
    }

    private boolean isNamespaceMissing() {
        try {
            return this.api.namespace(this.namespace).isEmpty();
        } catch (ApiServerException ex) {
            return false;
        }
    }
}
