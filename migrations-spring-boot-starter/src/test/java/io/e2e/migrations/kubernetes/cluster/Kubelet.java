package io.e2e.migrations.kubernetes.cluster;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** What runs in the pods: which local port stands for which pod's process, its log, and the connections into it. */
final class Kubelet {

    private final NetClient client;
    private final Troubles troubles;
    private final Map<String, Integer> listeners = new ConcurrentHashMap<>();
    private final Map<String, List<String>> logs = new ConcurrentHashMap<>();
    private final Set<PodWire> wires = ConcurrentHashMap.newKeySet();
    private final AtomicInteger opened = new AtomicInteger();

    Kubelet(Vertx vertx, Troubles troubles) {
        this.client = vertx.createNetClient();
        this.troubles = troubles;
    }

    /** The process in this pod is the one that listens on this port of the machine. */
    void listen(String pod, int port) {
        this.listeners.put(pod, port);
    }

    /** Nothing listens in this pod; its connections stay as they are. */
    void refuse(String pod) {
        this.listeners.remove(pod);
    }

    void log(String pod, boolean previous, List<String> lines) {
        this.logs.put(pod + (previous ? " previous" : ""), List.copyOf(lines));
    }

    /** The log of a pod's container; a restarted one has begun a new one. */
    List<String> log(String pod, boolean previous) {
        return this.logs.getOrDefault(pod + (previous ? " previous" : ""), List.of());
    }

    /** The pod is gone, and its connections with it. */
    void kill(String pod) {
        this.listeners.remove(pod);
        this.wires.stream().filter(wire -> wire.pod().equals(pod)).forEach(PodWire::end);
    }

    /** All tunnels break without a goodbye. */
    void cutAll() {
        this.wires.forEach(PodWire::cut);
    }

    int connections() {
        return this.wires.size();
    }

    /** How many connections into pods were ever opened. */
    int opened() {
        return this.opened.get();
    }

    /** Leads a WebSocket to the pod's port, in the protocol that the two sides agreed on. */
    void forward(String pod, int port, ServerWebSocket socket, HttpConnection connection) {
        if (SpdyForward.PROTOCOL.equals(socket.subProtocol())) {
            new SpdyForward(pod, this, socket, connection);
            return;
        }
        socket.pause();
        ChannelForward peer = new ChannelForward(socket, connection, port);
        connect(pod, peer, peer::join, () -> peer.refuse(refusal(pod, port)));
    }

    /** Connects to the process in a pod; the wire stays known until it ends. */
    void connect(String pod, PodWire.Peer peer, Consumer<PodWire> joined, Runnable refused) {
        Integer listener = this.listeners.get(pod);
        if (listener == null) {
            refused.run();
            return;
        }
        this.client
                .connect(listener, "127.0.0.1")
                .onSuccess(socket -> {
                    PodWire wire = wire(pod, peer, socket);
                    joined.accept(wire);
                })
                .onFailure(error -> refused.run());
    }

    static String refusal(String pod, int port) {
        return "error forwarding port " + port + " to pod " + pod
                + ", uid : failed to execute portforward in network namespace: failed to connect to localhost:" + port
                + " inside namespace, IPv4: dial tcp4 127.0.0.1:" + port + ": connect: connection refused";
    }

    private PodWire wire(String pod, PodWire.Peer peer, NetSocket socket) {
        PodWire wire = new PodWire(pod, peer, this.troubles, socket);
        this.wires.add(wire);
        this.opened.incrementAndGet();
        wire.whenEnded(() -> this.wires.remove(wire));
        return wire;
    }
}
