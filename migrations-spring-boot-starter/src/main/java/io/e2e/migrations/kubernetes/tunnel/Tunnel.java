package io.e2e.migrations.kubernetes.tunnel;

import io.e2e.migrations.kubernetes.api.ApiObject;
import io.e2e.migrations.kubernetes.api.ApiServer;
import io.e2e.migrations.time.TimeSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A port on 127.0.0.1 that leads to the pod that is ready when a connection arrives. The kernel chooses the port, and the
 * tunnel keeps it until it is closed, even when the pod is replaced. Each connection has its own port-forward. Thread-safe.
 */
public final class Tunnel implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Tunnel.class);

    private static final Duration AFTER_FAILURE = Duration.ofMillis(200);

    private final ServerSocketChannel listener;
    private final int port;
    private final String service;
    private final ApiServer api;
    private final PodLookup pods;
    private final Set<ForwardedConnection> connections = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newCachedThreadPool(this::daemon);
    private final AtomicInteger threadCount = new AtomicInteger();
    private @Nullable String announced;
    private volatile @Nullable Throwable failure;

    private Tunnel(ServerSocketChannel listener, String service, ApiServer api, PodLookup pods) throws IOException {
        this.listener = listener;
        this.port = ((InetSocketAddress) listener.getLocalAddress()).getPort();
        this.service = service;
        this.api = api;
        this.pods = pods;
    }

    /**
     * Opens a tunnel.
     *
     * @param service the name of the service in log lines
     * @param pods decides where each connection leads
     */
    public static Tunnel open(String service, ApiServer api, PodLookup pods, TimeSource time) {
        try {
            ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.INET);
            try {
                // Not InetAddress.getLoopbackAddress(), which is ::1 in a JVM that prefers IPv6.
                listener.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0));
                Tunnel tunnel = new Tunnel(listener, service, api, pods);
                tunnel.threads.execute(() -> tunnel.accept(time));
                return tunnel;
            } catch (IOException ex) {
                listener.close();
                throw ex;
            }
        } catch (IOException ex) {
            throw new UncheckedIOException("the tunnel cannot listen on a port of 127.0.0.1", ex);
        }
    }

    /** The port on 127.0.0.1. */
    public int port() {
        return this.port;
    }

    /** Why the latest connection failed; empty if it did not fail, or if the reason is unknown. */
    public Optional<Throwable> failure() {
        return Optional.ofNullable(this.failure);
    }

    @Override
    public void close() {
        try {
            this.listener.close();
        } catch (IOException ex) {
            LOG.debug("The listener of the tunnel at 127.0.0.1:{} did not close cleanly", this.port, ex);
        }
        this.connections.forEach(ForwardedConnection::close);
        this.threads.shutdown();
    }

    private void accept(TimeSource time) {
        while (this.listener.isOpen()) {
            try {
                SocketChannel client = this.listener.accept();
                this.threads.execute(() -> forward(client));
            } catch (IOException | RejectedExecutionException ex) {
                // One failed connection (too many open files, for example) must not end the tunnel for the others.
                if (this.listener.isOpen()) {
                    LOG.warn("The tunnel at 127.0.0.1:{} could not accept a connection", this.port, ex);
                    time.sleep(AFTER_FAILURE);
                }
            }
        }
    }

    /** Forwards a connection to the pod that is ready now; closes it if there is none, as a closed port would. */
    private void forward(SocketChannel client) {
        ForwardedConnection connection = new ForwardedConnection(client, this::closed);
        this.connections.add(connection);
        try {
            client.setOption(StandardSocketOptions.TCP_NODELAY, true);
            PodPort target = this.pods.ready();
            announce(target.pod());
            this.failure = null;
            connection.forwardThrough(this.api
                    .forward(target.pod(), target.port(), connection)
                    .whenComplete((started, reason) -> {
                        if (reason != null) {
                            this.failure = reason;
                        }
                    }));
        } catch (IOException | RuntimeException | LinkageError ex) {
            this.failure = ex;
            connection.close();
        }
        if (!this.listener.isOpen()) {
            connection.close();
        }
    }

    private void closed(ForwardedConnection connection) {
        this.connections.remove(connection);
        CompletableFuture<Void> unused = connection
                .forward()
                .thenAccept(forward -> forward.getServerThrowables().forEach(reason -> this.failure = reason));
    }

    private synchronized void announce(ApiObject pod) {
        String uid = String.valueOf(pod.text("metadata", "uid"));
        if (!uid.equals(this.announced)) {
            LOG.info(
                    "The tunnel at 127.0.0.1:{} to {} {} pod {}",
                    this.port,
                    this.service,
                    this.announced == null ? "leads to" : "now leads to",
                    pod.name());
            this.announced = uid;
        }
    }

    private Thread daemon(Runnable work) {
        Thread thread =
                new Thread(work, "e2e-migrations-tunnel-" + this.port + "-" + this.threadCount.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }

    /** Finds the pod that a new connection leads to. Thread-safe. */
    public interface PodLookup {

        /**
         * Returns the port of the pod that is ready now.
         *
         * @throws IOException if no pod is ready; the message says why
         */
        PodPort ready() throws IOException;
    }
}
