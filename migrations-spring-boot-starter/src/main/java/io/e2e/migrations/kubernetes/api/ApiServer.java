package io.e2e.migrations.kubernetes.api;

import io.e2e.migrations.kubernetes.api.ApiServerException.Answer;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.PortForward;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.http.WebSocketHandshakeException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.channels.ByteChannel;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * The API server of a cluster, with the requests that this library sends to it. Exceptions of the client library become
 * {@link ApiServerException}s here and nowhere else. Thread-safe.
 */
public final class ApiServer implements AutoCloseable {

    private final ClusterName cluster;
    private final ClusterClient connection;
    private final KubernetesClient client;

    ApiServer(ClusterName cluster, ClusterClient connection) {
        this.cluster = cluster;
        this.connection = connection;
        this.client = connection.get();
    }

    /** The cluster that this server belongs to. */
    public ClusterName cluster() {
        return this.cluster;
    }

    /**
     * Returns the object of this type and name; empty if there is none.
     *
     * @param namespace the object's namespace; for a namespace, its own name
     */
    public <T extends HasMetadata> Optional<T> find(Class<T> type, String namespace, String name) {
        ApiRequest request = new ApiRequest("get", HasMetadata.getPlural(type), name, namespace);
        Resource<T> resource =
                this.client.resources(type).inNamespace(namespace).withName(name);
        return ask(request, () -> Optional.ofNullable(resource.get()));
    }

    /** Lists the pods that have all these labels. */
    public List<Pod> pods(String namespace, Map<String, String> labels) {
        ApiRequest request = new ApiRequest("list", "pods", null, namespace);
        return ask(
                request,
                () -> this.client
                        .pods()
                        .inNamespace(namespace)
                        .withLabels(labels)
                        .list()
                        .getItems());
    }

    /**
     * Lists the names of the objects of this type, or returns {@code null} if the request fails: the names only explain
     * another error.
     */
    public <T extends HasMetadata> @Nullable List<String> names(Class<T> type, String namespace) {
        try {
            return this.client.resources(type).inNamespace(namespace).list().getItems().stream()
                    .map(item -> item.getMetadata().getName())
                    .sorted()
                    .toList();
        } catch (KubernetesClientException ex) {
            return null;
        }
    }

    /** Reads the last lines that a container logged before it ended; empty if the request fails. */
    public List<String> lastLines(Pod pod, String container, int lines) {
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

    /** Starts to forward a channel to a port of a pod, in the background; a failure closes the channel. */
    public CompletableFuture<PortForward> forward(Pod pod, int port, ByteChannel channel) {
        return this.connection.onEventLoop(() -> this.client
                .pods()
                .inNamespace(pod.getMetadata().getNamespace())
                .withName(pod.getMetadata().getName())
                .portForward(port, channel, channel));
    }

    /** Explains why a port-forward failed: by the API server's refusal if there was one, else by the failure itself. */
    public Throwable explainForward(String namespace, Throwable failure) {
        WebSocketHandshakeException refusal = find(WebSocketHandshakeException.class, failure);
        if (refusal == null) {
            Throwable cause = failure.getCause();
            return failure instanceof CompletionException && cause != null ? cause : failure;
        }
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
            String message = ex.getStatus() == null ? null : ex.getStatus().getMessage();
            throw ApiServerException.of(
                    this.cluster, request, new Answer(ex.getCode(), message == null ? "" : message, ex));
        }
    }

    private ApiServerException unreachable(Exception ex) {
        if (find(SSLException.class, ex) != null) {
            return ApiServerException.untrusted(this.cluster, ex);
        }
        String reason = "the connection failed";
        if (find(UnknownHostException.class, ex) != null) {
            reason = "its host name cannot be resolved";
        } else if (find(ConnectException.class, ex) != null) {
            reason = "nothing answers there";
        } else if (find(TimeoutException.class, ex) != null) {
            reason = "it did not answer in time";
        }
        return ApiServerException.unreachable(this.cluster, reason, ex);
    }

    private static <T extends Throwable> @Nullable T find(Class<T> type, Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
        }
        return null;
    }
}
