package io.e2e.migrations.kubernetes.api;

import io.e2e.migrations.kubernetes.api.ApiServerException.Answer;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.PortForward;
import io.fabric8.kubernetes.client.http.WebSocketHandshakeException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.UnknownHostException;
import java.nio.channels.ByteChannel;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * The API server of a cluster, with the requests that this library sends to it. Exceptions of the client library become
 * {@link ApiServerException}s here and nowhere else. Thread-safe.
 */
public final class ApiServer implements AutoCloseable {

    private final ClusterName cluster;
    private final String credentials;
    private final ClusterClient connection;

    /**
     * Creates the API server of a connection, which it closes.
     *
     * @param credentials the credentials of the connection, such as {@code the token of user 'me' in /home/me/.kube/config}
     */
    ApiServer(ClusterName cluster, String credentials, ClusterClient connection) {
        this.cluster = cluster;
        this.credentials = credentials;
        this.connection = connection;
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
        return ask(
                request,
                client -> Optional.ofNullable(client.resources(type)
                        .inNamespace(namespace)
                        .withName(name)
                        .get()));
    }

    /** Lists the pods that have all these labels. */
    public List<Pod> pods(String namespace, Map<String, String> labels) {
        ApiRequest request = new ApiRequest("list", "pods", null, namespace);
        return ask(
                request,
                client -> client.pods()
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
            return this.connection.get().resources(type).inNamespace(namespace).list().getItems().stream()
                    .map(item -> item.getMetadata().getName())
                    .sorted()
                    .toList();
        } catch (KubernetesClientException ex) {
            return null;
        }
    }

    /** Reads the last lines that a container has logged since it was started; empty if the request fails. */
    public List<String> lastLines(Pod pod, String container, int lines) {
        return lines(pod, "previous=false&tailLines=" + lines + "&container=" + container);
    }

    /** Reads the last lines that a container logged before it was started again; empty if the request fails. */
    public List<String> lastLinesBeforeRestart(Pod pod, String container, int lines) {
        return lines(pod, "previous=true&tailLines=" + lines + "&container=" + container);
    }

    private List<String> lines(Pod pod, String query) {
        // A plain GET: the client's own log call first waits, with a watch, for the pod to be ready.
        String uri = "/api/v1/namespaces/" + pod.getMetadata().getNamespace() + "/pods/"
                + pod.getMetadata().getName() + "/log?" + query;
        try {
            String log = this.connection.get().raw(uri);
            return log == null ? List.of() : log.lines().toList();
        } catch (KubernetesClientException ex) {
            return List.of();
        }
    }

    /** Starts to forward a channel to a port of a pod, in the background; a failure closes the channel. */
    public CompletableFuture<PortForward> forward(Pod pod, int port, ByteChannel channel) {
        KubernetesClient client = this.connection.get();
        return this.connection.onEventLoop(() -> client.pods()
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
                this.cluster,
                this.credentials,
                request,
                new Answer(refusal.getResponse().code(), "", refusal));
    }

    @Override
    public void close() {
        this.connection.close();
    }

    private <T> T ask(ApiRequest request, Function<KubernetesClient, T> question) {
        KubernetesClient client = this.connection.get();
        try {
            return question.apply(client);
        } catch (KubernetesClientException ex) {
            if (ex.getCode() != HttpURLConnection.HTTP_UNAUTHORIZED || !this.connection.renew(client)) {
                throw explained(request, ex);
            }
        }
        try {
            return question.apply(this.connection.get());
        } catch (KubernetesClientException ex) {
            throw explained(request, ex);
        }
    }

    private ApiServerException explained(ApiRequest request, KubernetesClientException ex) {
        if (ex.getCode() <= 0) {
            return unreachable(ex);
        }
        String message = ex.getStatus() == null ? null : ex.getStatus().getMessage();
        return ApiServerException.of(
                this.cluster, this.credentials, request, new Answer(ex.getCode(), message == null ? "" : message, ex));
    }

    private ApiServerException unreachable(Exception ex) {
        CertificateException certificate = find(CertificateException.class, ex);
        if (certificate != null) {
            return ApiServerException.untrusted(this.cluster, certificate);
        }
        SSLException tls = find(SSLException.class, ex);
        String reason = "the connection failed";
        if (find(UnknownHostException.class, ex) != null) {
            reason = "its host name cannot be resolved";
        } else if (find(ConnectException.class, ex) != null) {
            reason = "nothing answers there";
        } else if (find(TimeoutException.class, ex) != null) {
            reason = "it did not answer in time";
        } else if (tls != null) {
            reason = "TLS failed (" + tls.getMessage() + ")";
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
