package io.e2e.migrations.kubernetes.api;

import io.e2e.migrations.kubernetes.http.SocketClientFactory;
import io.e2e.migrations.time.TimeSource;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.PortForward;
import io.fabric8.kubernetes.client.dsl.internal.PortForwarderWebsocket;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.net.MalformedURLException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.channels.ByteChannel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/** The client library's client, whose credentials can be renewed. Thread-safe. */
final class ClusterClient implements AutoCloseable {

    private final Supplier<ClientSettings> settings;
    private final boolean renewable;
    private final List<Client> clients = new ArrayList<>();
    private final ExecutorService writers = Executors.newCachedThreadPool(ClusterClient::daemon);
    private @Nullable Instant expires;

    private ClusterClient(Supplier<ClientSettings> settings, boolean renewable) {
        this.settings = settings;
        this.renewable = renewable;
    }

    /**
     * Opens a client.
     *
     * @param settings how to connect; asked again when the credentials must be renewed
     * @param renewable whether the credentials can be renewed
     */
    static ClusterClient open(Supplier<ClientSettings> settings, boolean renewable) {
        ClusterClient opened = new ClusterClient(settings, renewable);
        opened.add();
        return opened;
    }

    /** The client; one with new credentials if the former ones have expired. */
    synchronized Client get() {
        if (this.expires != null && TimeSource.system().now().isAfter(this.expires)) {
            add();
        }
        return current();
    }

    /**
     * Renews the credentials that the server did not accept.
     *
     * @param refused the client with these credentials
     * @return whether another attempt makes sense
     */
    synchronized boolean renew(Client refused) {
        if (this.renewable && refused.equals(current())) {
            add();
        }
        return this.renewable;
    }

    private Client current() {
        return this.clients.get(this.clients.size() - 1);
    }

    /** Former clients stay open, because port-forwards may use them. */
    private void add() {
        ClientSettings now = this.settings.get();
        this.clients.add(new Client(
                new SocketClientFactory()
                        .newBuilder(now.config())
                        .tlsServerName(now.serverName())
                        .sslContext(
                                now.tls().keys().toArray(KeyManager[]::new),
                                now.tls().trust().toArray(TrustManager[]::new))
                        .build(),
                Client.base(now.config()),
                now.config()));
        this.expires = now.expires();
    }

    /** Starts to forward a channel to a port of the pod at this path. */
    PortForward forward(String path, int port, ByteChannel channel) {
        return get().forward(path, port, channel, this.writers);
    }

    @Override
    public void close() {
        synchronized (this) {
            this.clients.forEach(client -> client.http.close());
        }
        this.writers.shutdown();
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "e2e-migrations-port-forward");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * The client library's HTTP client, which knows the credentials, and where it leads. The library's larger client would
     * register every kind of object that Kubernetes has.
     *
     * @param base the URL of the API server, without a slash at the end
     * @param config what the credentials, the limits and the URL were made from
     */
    record Client(HttpClient http, String base, Config config) {

        /** The server's URL; as in {@code kubectl}, one without a scheme means HTTPS. */
        private static String base(Config config) {
            String url = config.getMasterUrl().replaceFirst("/+$", "");
            String base = url.matches("(?i)https?://.*") ? url : "https://" + url;
            try {
                return new URL(base).toURI().toString();
            } catch (MalformedURLException | URISyntaxException ex) {
                throw new IllegalArgumentException("the server's URL is not a URL", ex);
            }
        }

        /** Sends a GET request. */
        HttpResponse<String> get(String path) throws InterruptedException, ExecutionException, TimeoutException {
            CompletableFuture<HttpResponse<String>> answer = this.http.sendAsync(
                    this.http
                            .newHttpRequestBuilder()
                            .uri(this.base + path)
                            .timeout(this.config.getRequestTimeout(), TimeUnit.MILLISECONDS)
                            .build(),
                    String.class);
            try {
                return answer.get(this.config.getRequestTimeout(), TimeUnit.MILLISECONDS);
            } finally {
                answer.cancel(true);
            }
        }

        private PortForward forward(String path, int port, ByteChannel channel, Executor writers) {
            try {
                return new PortForwarderWebsocket(this.http, writers, this.config.getRequestTimeout())
                        .forward(new URL(this.base + path), port, channel, channel);
            } catch (MalformedURLException ex) {
                throw new IllegalStateException(ex);
            }
        }
    }
}
