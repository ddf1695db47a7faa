package io.e2e.migrations.kubernetes;

import io.e2e.migrations.kubernetes.ApiServerException.Answer;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.PortForward;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.http.WebSocketHandshakeException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.channels.ByteChannel;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * The few questions that this package asks a cluster, each with the right it needs, and the only place where the client's
 * exceptions become ours. Thread-safe.
 */
final class ApiServer implements AutoCloseable {

    private final ClusterName cluster;
    private final ClusterClient connection;
    private final KubernetesClient client;

    ApiServer(ClusterName cluster, ClusterClient connection) {
        this.cluster = cluster;
        this.connection = connection;
        this.client = connection.get();
    }

    ClusterName cluster() {
        return this.cluster;
    }

    Optional<Namespace> namespace(String name) {
        return one(
                ApiRequest.get("namespaces", name, name),
                client -> client.namespaces().withName(name));
    }

    Optional<Service> service(String namespace, String name) {
        return one(
                ApiRequest.get("services", name, namespace),
                client -> client.services().inNamespace(namespace).withName(name));
    }

    Optional<Secret> secret(String namespace, String name) {
        return one(
                ApiRequest.get("secrets", name, namespace),
                client -> client.secrets().inNamespace(namespace).withName(name));
    }

    Optional<ConfigMap> configMap(String namespace, String name) {
        return one(
                ApiRequest.get("configmaps", name, namespace),
                client -> client.configMaps().inNamespace(namespace).withName(name));
    }

    private <T> Optional<T> one(ApiRequest request, Function<KubernetesClient, Resource<T>> resource) {
        return ask(
                request, () -> Optional.ofNullable(resource.apply(this.client).get()));
    }

    List<Pod> pods(String namespace, Map<String, String> labels) {
        ApiRequest request = ApiRequest.list("pods", namespace);
        return ask(
                request,
                () -> this.client
                        .pods()
                        .inNamespace(namespace)
                        .withLabels(labels)
                        .list()
                        .getItems());
    }

    /** The last lines that a container wrote before it ended; empty if they cannot be had, for they only explain. */
    List<String> lastLines(Pod pod, String container, int lines) {
        // A plain GET: the client's own log call first waits, with a watch, for the pod to be ready.
        String uri = "/api/v1/namespaces/" + pod.getMetadata().getNamespace() + "/pods/"
                + pod.getMetadata().getName() + "/log?previous=true&tailLines=" + lines + "&container=" + container;
        try {
            String log = this.client.raw(uri);
            return log == null ? List.of() : log.lines().toList();
        } catch (KubernetesClientException ex) {
            return List.of();
        }
    }

    /** The names of all namespaces, or {@code null} if they must not be listed. */
    @Nullable
    List<String> namespaces() {
        return names(() -> this.client.namespaces().list().getItems());
    }

    /** The names of the services in a namespace, or {@code null} if they must not be listed. */
    @Nullable
    List<String> services(String namespace) {
        return names(() -> this.client.services().inNamespace(namespace).list().getItems());
    }

    /** The names of the Secrets in a namespace, or {@code null} if they must not be listed. */
    @Nullable
    List<String> secrets(String namespace) {
        return names(() -> this.client.secrets().inNamespace(namespace).list().getItems());
    }

    /** Joins a channel to a port of a pod; it happens in the background, and the channel is closed if it fails. */
    CompletableFuture<PortForward> forward(Pod pod, int port, ByteChannel channel) {
        return this.connection.onEventLoop(() -> this.client
                .pods()
                .inNamespace(pod.getMetadata().getNamespace())
                .withName(pod.getMetadata().getName())
                .portForward(port, channel, channel));
    }

    /** What it means that the API server did not let a port-forward begin. */
    RuntimeException refusedForward(String namespace, WebSocketHandshakeException refusal) {
        ApiRequest request = new ApiRequest("create", "pods/portforward", null, namespace);
        return ApiServerException.of(
                this.cluster, request, new Answer(refusal.getResponse().code(), "", refusal));
    }

    @Override
    public void close() {
        this.connection.close();
    }

    private <T> T ask(ApiRequest request, Supplier<T> question) {
        try {
            return question.get();
        } catch (KubernetesClientException ex) {
            if (ex.getCode() <= 0) {
                throw unreachable(ex);
            }
            throw ApiServerException.of(this.cluster, request, new Answer(ex.getCode(), said(ex.getStatus()), ex));
        }
    }

    /** A list that decorates a message is never worth a second error. */
    private static @Nullable List<String> names(Supplier<? extends Collection<? extends HasMetadata>> list) {
        try {
            return list.get().stream()
                    .map(item -> item.getMetadata().getName())
                    .sorted()
                    .toList();
        } catch (KubernetesClientException ex) {
            return null;
        }
    }

    private ApiServerException unreachable(Exception ex) {
        if (find(SSLException.class, ex).isPresent()) {
            return ApiServerException.untrusted(this.cluster, ex);
        }
        String because = find(UnknownHostException.class, ex)
                .map(unknown -> "its name is not known here")
                .or(() -> find(ConnectException.class, ex).map(refused -> "nothing answers there"))
                .or(() -> find(TimeoutException.class, ex).map(late -> "it did not answer in time"))
                .orElse("the connection failed");
        return ApiServerException.unreachable(this.cluster, because, ex);
    }

    static <T extends Throwable> Optional<T> find(Class<T> type, @Nullable Throwable in) {
        for (Throwable cause = in; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return Optional.of(type.cast(cause));
            }
        }
        return Optional.empty();
    }

    private static String said(@Nullable Status status) {
        return status == null || status.getMessage() == null ? "" : status.getMessage();
    }
}
