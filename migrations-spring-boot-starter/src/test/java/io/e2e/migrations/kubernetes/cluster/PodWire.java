package io.e2e.migrations.kubernetes.cluster;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One forwarded TCP connection to what listens in a pod: what the kubelet does behind every protocol of port-forward. The
 * protocol's side is a {@link Peer}.
 */
final class PodWire {

    private final String pod;
    private final Peer peer;
    private final Troubles troubles;
    private final NetSocket socket;
    private final AtomicBoolean ended = new AtomicBoolean();
    private boolean clientSpoke;
    private Runnable whenEnded = () -> {};

    PodWire(String pod, Peer peer, Troubles troubles, NetSocket socket) {
        this.pod = pod;
        this.peer = peer;
        this.troubles = troubles;
        this.socket = socket;
        socket.handler(this::fromPod);
        socket.exceptionHandler(error -> end());
        socket.closeHandler(closed -> end());
    }

    /** Called once; to be set before anything is sent. */
    void whenEnded(Runnable action) {
        this.whenEnded = action;
    }

    String pod() {
        return this.pod;
    }

    /** Bytes that the client sent. */
    void toPod(Buffer bytes) {
        if (!this.clientSpoke) {
            this.clientSpoke = true;
            this.troubles.countRoundTrip();
        }
        Troubles.Allowance allowance = this.troubles.allowance(bytes.length());
        this.socket.write(bytes.slice(0, allowance.bytes()));
        if (this.socket.writeQueueFull()) {
            this.peer.pause();
            this.socket.drainHandler(drained -> this.peer.resume());
        }
        if (allowance.cutAfterwards()) {
            cut();
        }
        if (this.troubles.isAwaiting()) {
            this.troubles.sent(bytes.toString());
        }
    }

    private void fromPod(Buffer bytes) {
        this.clientSpoke = false;
        Troubles.Allowance allowance = this.troubles.allowance(bytes.length());
        if (allowance.bytes() > 0) {
            this.peer.send(bytes.slice(0, allowance.bytes()));
        }
        if (this.peer.isFull()) {
            this.socket.pause();
            this.peer.whenDrained(this.socket::resume);
        }
        if (allowance.cutAfterwards()) {
            cut();
        }
    }

    /** The client's side has ended, or the pod's. */
    void end() {
        if (this.ended.compareAndSet(false, true)) {
            this.whenEnded.run();
            this.socket.close();
            this.peer.end();
        }
    }

    /** Breaks without a goodbye. */
    void cut() {
        if (this.ended.compareAndSet(false, true)) {
            this.whenEnded.run();
            this.peer.cut();
            this.socket.close();
        }
    }

    /** The client's side of a forwarded connection. */
    interface Peer {

        void send(Buffer bytes);

        boolean isFull();

        void whenDrained(Runnable action);

        void pause();

        void resume();

        /** Ends in good order: the pod's side has ended. */
        void end();

        /** Closes the connection underneath, without any word of the protocol. */
        void cut();
    }
}
