package io.e2e.migrations.kubernetes;

import io.e2e.migrations.time.TimeSource;
import io.fabric8.kubernetes.client.PortForward;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A port on 127.0.0.1 that leads to the pod that is ready when a connection arrives. The port is chosen by the kernel and
 * is this tunnel's until it is closed, so it survives every pod; each connection has a port-forward of its own. Thread-safe.
 */
final class Tunnel implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Tunnel.class);

    private static final Duration AFTER_FAILURE = Duration.ofMillis(200);

    private final ServerSocketChannel listener;
    private final int port;
    private final PodDoor door;
    private final TimeSource time;
    private final Set<Joint> joints = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads;

    private Tunnel(ServerSocketChannel listener, int port, PodDoor door, TimeSource time) {
        this.listener = listener;
        this.port = port;
        this.door = door;
        this.time = time;
        this.threads = Executors.newCachedThreadPool(new DaemonThreads("e2e-migrations-tunnel-" + port));
    }

    static Tunnel open(PodDoor door, TimeSource time) {
        try {
            ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.INET);
            try {
                // Not InetAddress.getLoopbackAddress(), which is ::1 in a JVM that prefers IPv6.
                listener.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0));
                int port = ((InetSocketAddress) listener.getLocalAddress()).getPort();
                Tunnel tunnel = new Tunnel(listener, port, door, time);
                tunnel.threads.execute(tunnel::accept);
                return tunnel;
            } catch (IOException ex) {
                listener.close();
                throw ex;
            }
        } catch (IOException ex) {
            throw new UncheckedIOException("no port on the loopback interface can be listened on", ex);
        }
    }

    int port() {
        return this.port;
    }

    @Override
    public void close() {
        try {
            this.listener.close();
        } catch (IOException ex) {
            LOG.debug("The listener of the tunnel at 127.0.0.1:{} did not close cleanly", this.port, ex);
        }
        this.joints.forEach(Joint::close);
        this.threads.shutdown();
    }

    private void accept() {
        while (this.listener.isOpen()) {
            try {
                SocketChannel client = this.listener.accept();
                this.threads.execute(() -> join(client));
            } catch (IOException | RejectedExecutionException ex) {
                // One connection that fails (too many open files, for example) must not end the tunnel for the others.
                if (this.listener.isOpen()) {
                    LOG.warn("The tunnel at 127.0.0.1:{} could not take a connection", this.port, ex);
                    this.time.sleep(AFTER_FAILURE);
                }
            }
        }
    }

    /** Leads a connection to the pod that is ready now; ends it if there is none, as a closed port would. */
    private void join(SocketChannel client) {
        Joint joint = new Joint(client, this::forget);
        this.joints.add(joint);
        try {
            client.setOption(StandardSocketOptions.TCP_NODELAY, true);
            joint.leadsThrough(this.door.enter(joint));
        } catch (IOException | RuntimeException | LinkageError ex) {
            this.door.refused(ex);
            joint.close();
        }
        if (!this.listener.isOpen()) {
            joint.close();
        }
    }

    private void forget(Joint joint) {
        this.joints.remove(joint);
        CompletableFuture<Void> unused = joint.forward().thenAccept(this.door::ended);
    }

    /** The way into the pod that is ready now. */
    interface PodDoor {

        /** Starts a forward to and from the channel. */
        CompletableFuture<PortForward> enter(Joint joint) throws IOException;

        /** A connection could not be led anywhere. */
        void refused(Throwable reason);

        /** A forward has ended, for better or worse. */
        void ended(PortForward forward);
    }

    /** Threads that never keep a JVM alive. */
    private static final class DaemonThreads implements ThreadFactory {

        private final String name;
        private final AtomicInteger count = new AtomicInteger();

        DaemonThreads(String name) {
            this.name = name;
        }

        @Override
        public Thread newThread(Runnable work) {
            Thread thread = new Thread(work, this.name + "-" + this.count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        }
    }
}
