package io.e2e.migrations.kubernetes.tunnel;

import io.fabric8.kubernetes.client.PortForward;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * One accepted connection and its port-forward: the channel that the client library reads from and writes to. When one
 * side ends, this class closes the other. The library itself does so only when the pod's side ends; a connection that an
 * application drops would leave a PostgreSQL backend and its locks behind. Thread-safe.
 */
final class ForwardedConnection implements ByteChannel {

    private final SocketChannel client;
    private final CompletableFuture<PortForward> forward = new CompletableFuture<>();
    private final Consumer<ForwardedConnection> onClose;
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * Creates a connection that is not forwarded yet.
     *
     * @param onClose called once, before the client can notice the end
     */
    ForwardedConnection(SocketChannel client, Consumer<ForwardedConnection> onClose) {
        this.client = client;
        this.onClose = onClose;
    }

    /** Sets the port-forward, which may have ended already. */
    void forwardThrough(CompletableFuture<PortForward> starting) {
        CompletableFuture<PortForward> unused = starting.whenComplete((started, failure) -> {
            if (failure == null) {
                this.forward.complete(started);
            } else {
                close();
            }
        });
    }

    /** The port-forward, complete as soon as it was started. */
    CompletableFuture<PortForward> forward() {
        return this.forward;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        return closingAtEnd(() -> this.client.read(target));
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        return closingAtEnd(() -> this.client.write(source));
    }

    private int closingAtEnd(Transfer transfer) throws IOException {
        int count = -1;
        try {
            count = transfer.run();
        } finally {
            if (count < 0) {
                close();
            }
        }
        return count;
    }

    @Override
    public boolean isOpen() {
        return this.client.isOpen();
    }

    /** Closes both sides. Either side and the tunnel call this. */
    @Override
    public void close() {
        if (!this.closed.compareAndSet(false, true)) {
            return;
        }
        this.onClose.accept(this);
        CompletableFuture<Void> unused = this.forward.thenAccept(ForwardedConnection::closeQuietly);
        closeQuietly(this.client);
    }

    private static void closeQuietly(AutoCloseable side) {
        try {
            side.close();
        } catch (Exception ex) {
            // Neither side is used any more, and its transfers have failed already, so nothing can be lost.
        }
    }

    private interface Transfer {

        int run() throws IOException;
    }
}
