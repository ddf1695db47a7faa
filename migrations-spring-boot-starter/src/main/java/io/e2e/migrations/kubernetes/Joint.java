package io.e2e.migrations.kubernetes;

import io.fabric8.kubernetes.client.PortForward;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * One accepted connection joined to one pod: the channel that the client library reads from and writes to. When one side
 * ends, the other is ended. The library does so only when the pod's side ends; without this class a connection that an
 * application drops would leave a PostgreSQL backend, and its locks, behind. Thread-safe.
 */
final class Joint implements ByteChannel {

    private final SocketChannel client;
    private final CompletableFuture<PortForward> forward = new CompletableFuture<>();
    private final Consumer<Joint> whenEnded;
    private final AtomicBoolean ended = new AtomicBoolean();

    /**
     * A joint whose pod side is still missing.
     *
     * @param whenEnded told once, before the client can notice the end
     */
    Joint(SocketChannel client, Consumer<Joint> whenEnded) {
        this.client = client;
        this.whenEnded = whenEnded;
    }

    /** Tells which forward this is; it may have ended already. */
    void leadsThrough(CompletableFuture<PortForward> starting) {
        CompletableFuture<PortForward> unused = starting.whenComplete((started, failure) -> {
            if (failure == null) {
                this.forward.complete(started);
            } else {
                close();
            }
        });
    }

    /** The forward, as soon as it was started. */
    CompletableFuture<PortForward> forward() {
        return this.forward;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        int count = -1;
        try {
            count = this.client.read(target);
        } finally {
            if (count < 0) {
                close();
            }
        }
        return count;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        int count = -1;
        try {
            count = this.client.write(source);
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

    /** Ends both sides. Called from either side and by the tunnel. */
    @Override
    public void close() {
        if (!this.ended.compareAndSet(false, true)) {
            return;
        }
        this.whenEnded.accept(this);
        CompletableFuture<Void> unused = this.forward.thenAccept(Joint::closeQuietly);
        closeQuietly(this.client);
    }

    private static void closeQuietly(AutoCloseable side) {
        try {
            side.close();
        } catch (Exception ex) {
            // Both sides are given up here, and whatever was under way on them has failed already: nothing can be lost.
        }
    }
}
