package io.e2e.migrations.kubernetes.api;

import io.e2e.migrations.kubernetes.api.ApiServerException.Answer;
import io.e2e.migrations.kubernetes.api.ClusterClient.Client;
import io.fabric8.kubernetes.client.PortForward;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.WebSocketHandshakeException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.nio.channels.ByteChannel;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * The API server of a cluster, with the requests that this library sends to it. Exceptions of the client library become
 * {@link ApiServerException}s here and nowhere else. Thread-safe.
 */
public final class ApiServer implements AutoCloseable {

    private static final String NAMESPACES = "namespaces";

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
     * Returns the object of this name; empty if there is none.
     *
     * @param resource the resource in RBAC's words, such as {@code secrets}
     * @param namespace the object's namespace; for a namespace, its own name
     */
    public Optional<ApiObject> find(String resource, String namespace, String name) {
        ApiRequest request = new ApiRequest("get", resource, name, namespace);
        String path = resource.equals(NAMESPACES) ? path(resource, null) : path(resource, namespace);
        HttpResponse<String> response = ask(request, path + "/" + encode(name));
        return response.code() == HttpURLConnection.HTTP_NOT_FOUND
                ? Optional.empty()
                : Optional.of(read(request, response));
    }

    /** Lists the pods that have all these labels. */
    public List<ApiObject> pods(String namespace, Map<String, String> labels) {
        ApiRequest request = new ApiRequest("list", "pods", null, namespace);
        String selector = labels.entrySet().stream()
                .map(label -> label.getKey() + "=" + label.getValue())
                .collect(Collectors.joining(","));
        String path = path("pods", namespace) + "?labelSelector=" + encode(selector);
        return read(request, ask(request, path)).objects("items");
    }

    /**
     * Lists the names of the objects of this resource, or returns {@code null} if the request fails: the names only explain
     * another error.
     */
    public @Nullable List<String> names(String resource, String namespace) {
        ApiRequest request = new ApiRequest("list", resource, null, namespace);
        try {
            String path = path(resource, resource.equals(NAMESPACES) ? null : namespace);
            return read(request, ask(request, path)).objects("items").stream()
                    .map(ApiObject::name)
                    .sorted()
                    .toList();
        } catch (ApiServerException | UnexpectedAnswerException ex) {
            return null;
        }
    }

    /** Reads the last lines that a container has logged since it was started; empty if the request fails. */
    public List<String> lastLines(ApiObject pod, String container, int lines) {
        return lines(pod, "previous=false&tailLines=" + lines + "&container=" + container);
    }

    /** Reads the last lines that a container logged before it was started again; empty if the request fails. */
    public List<String> lastLinesBeforeRestart(ApiObject pod, String container, int lines) {
        return lines(pod, "previous=true&tailLines=" + lines + "&container=" + container);
    }

    private List<String> lines(ApiObject pod, String query) {
        try {
            String path = path("pods", pod.namespace()) + "/" + encode(pod.name()) + "/log?" + query;
            HttpResponse<String> response = send(this.connection.get(), path);
            return response.isSuccessful() ? response.body().lines().toList() : List.of();
        } catch (ApiServerException ex) {
            return List.of();
        }
    }

    /** Starts to forward a channel to a port of a pod, in the background; a failure closes the channel. */
    public CompletableFuture<PortForward> forward(ApiObject pod, int port, ByteChannel channel) {
        return this.connection.forward(path("pods", pod.namespace()) + "/" + encode(pod.name()), port, channel);
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

    private HttpResponse<String> ask(ApiRequest request, String path) {
        Client client = this.connection.get();
        HttpResponse<String> response = send(client, path);
        if (response.code() == HttpURLConnection.HTTP_UNAUTHORIZED && this.connection.renew(client)) {
            response = send(this.connection.get(), path);
        }
        if (!response.isSuccessful()
                && (request.name() == null || response.code() != HttpURLConnection.HTTP_NOT_FOUND)) {
            throw ApiServerException.of(
                    this.cluster, this.credentials, request, new Answer(response.code(), message(response), null));
        }
        return response;
    }

    private HttpResponse<String> send(Client client, String path) {
        try {
            return client.get(path);
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            throw unreachable(ex);
        } catch (ExecutionException | TimeoutException ex) {
            throw unreachable(ex);
        }
    }

    private ApiObject read(ApiRequest request, HttpResponse<String> response) {
        return ApiObject.parse(request.what(), response.body());
    }

    /** The server's own words; empty if the answer is not a {@code Status}. */
    private static String message(HttpResponse<String> response) {
        try {
            String message = ApiObject.parse("", response.body()).text("message");
            return message == null ? "" : message;
        } catch (UnexpectedAnswerException ex) {
            return "";
        }
    }

    private static String path(String resource, @Nullable String namespace) {
        return "/api/v1/" + (namespace == null ? "" : "namespaces/" + encode(namespace) + "/") + resource;
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
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
