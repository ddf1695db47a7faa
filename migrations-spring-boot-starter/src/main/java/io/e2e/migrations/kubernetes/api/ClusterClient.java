package io.e2e.migrations.kubernetes.api;

import io.e2e.migrations.time.TimeSource;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.PortForward;
import io.fabric8.kubernetes.client.dsl.internal.PortForwarderWebsocket;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.spi.resolver.ResolverProvider;
import java.net.MalformedURLException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.channels.ByteChannel;
import java.time.Duration;
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
import org.jspecify.annotations.Nullable;

/**
 * The client library's client, whose credentials can be renewed, and the event loops that it runs on. Thread-safe.
 *
 * <p>The library must open a WebSocket on one of these loops. It registers its handlers after the call that opens the
 * WebSocket has returned. On any other thread, the handshake can finish before that: then the first messages of the
 * port-forward are lost, and the library, which skips the first two messages, skips PostgreSQL's answer instead (seen with
 * 7.8.0 on a busy machine, about once in 80 connections).
 */
final class ClusterClient implements AutoCloseable {

    private static final Duration NEVER = Duration.ofDays(365);

    /** Whether Netty's allocator has events in Java Flight Recorder, which starts with the first of them (Netty 4.2). */
    private static final String NETTY_EVENTS = "io.netty.jfr.enabled";

    private final Vertx loops;
    private final Supplier<ClientSettings> settings;
    private final boolean renewable;
    private final List<Client> clients = new ArrayList<>();
    private final ExecutorService writers = Executors.newCachedThreadPool(ClusterClient::daemon);
    private @Nullable Instant expires;

    private ClusterClient(Vertx loops, Supplier<ClientSettings> settings, boolean renewable) {
        this.loops = loops;
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
        ClusterClient opened = new ClusterClient(newLoops(), settings, renewable);
        try {
            opened.add();
            return opened;
        } catch (RuntimeException ex) {
            opened.loops.close();
            throw ex;
        }
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
        this.clients.add(new Client(TlsClientFactory.client(this.loops, now), Client.base(now.config()), now.config()));
        this.expires = now.expires();
    }

    /** Starts to forward a channel to a port of the pod at this path. */
    CompletableFuture<PortForward> forward(String path, int port, ByteChannel channel) {
        Client client = get();
        return onEventLoop(() -> client.forward(path, port, channel, this.writers));
    }

    /** Runs an action that opens a WebSocket on an event loop; the action must not block. */
    <T> CompletableFuture<T> onEventLoop(Supplier<T> action) {
        return CompletableFuture.supplyAsync(action, task -> this.loops.runOnContext(ignored -> task.run()));
    }

    /** The event loops. */
    Vertx loops() {
        return this.loops;
    }

    @Override
    public void close() {
        synchronized (this) {
            this.clients.forEach(client -> client.http.close());
        }
        this.writers.shutdown();
        this.loops.close();
    }

    /**
     * Creates an event loop as the library does: daemon threads, no unpacked files, host names resolved by the JDK; the
     * library would create two for each processor. On a busy machine, loading the classes for the first connection takes
     * seconds, which nobody needs to be warned of.
     */
    private static Vertx newLoops() {
        VertxOptions options = new VertxOptions()
                .setUseDaemonThread(true)
                .setEventLoopPoolSize(1)
                .setMaxEventLoopExecuteTime(NEVER.toNanos())
                .setBlockedThreadCheckInterval(NEVER.toMillis())
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false));
        synchronized (ClusterClient.class) {
            return with(
                    ResolverProvider.DISABLE_DNS_RESOLVER_PROP_NAME,
                    "true",
                    () -> with(NETTY_EVENTS, "false", () -> Vertx.vertx(options)));
        }
    }

    /** What an action returns that reads a system property. */
    private static Vertx with(String property, String value, Supplier<Vertx> action) {
        String before = System.setProperty(property, value);
        try {
            return action.get();
        } finally {
            if (before == null) {
                System.clearProperty(property);
            } else {
                System.setProperty(property, before);
            }
        }
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
                    this.http.newHttpRequestBuilder().uri(this.base + path).build(), String.class);
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
