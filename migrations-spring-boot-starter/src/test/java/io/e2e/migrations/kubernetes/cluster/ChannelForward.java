package io.e2e.migrations.kubernetes.cluster;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.ServerWebSocket;

/**
 * The protocol {@code v4.channel.k8s.io} for one port: binary messages that begin with a channel's number, 0 for data and 1
 * for errors; the first message of each channel is the port in two little-endian bytes.
 */
final class ChannelForward implements PodWire.Peer {

    static final String PROTOCOL = "v4.channel.k8s.io";

    private static final byte DATA = 0;
    private static final byte ERROR = 1;

    private final ServerWebSocket socket;
    private final HttpConnection connection;

    ChannelForward(ServerWebSocket socket, HttpConnection connection, int port) {
        this.socket = socket;
        this.connection = connection;
        this.socket.exceptionHandler(error -> {});
        for (byte channel : new byte[] {DATA, ERROR}) {
            socket.writeBinaryMessage(Buffer.buffer().appendByte(channel).appendUnsignedShortLE(port));
        }
    }

    /** The kubelet's answer if nothing listens in the pod. */
    void refuse(String error) {
        this.socket.writeBinaryMessage(Buffer.buffer().appendByte(ERROR).appendString(error));
        this.socket.close();
    }

    void join(PodWire wire) {
        this.socket.binaryMessageHandler(message -> {
            if (message.getByte(0) == DATA && message.length() > 1) {
                wire.toPod(message.slice(1, message.length()));
            }
        });
        this.socket.closeHandler(closed -> wire.end());
        if (this.socket.isClosed()) {
            wire.end();
        }
        this.socket.resume();
    }

    @Override
    public void send(Buffer bytes) {
        this.socket.writeBinaryMessage(Buffer.buffer().appendByte(DATA).appendBuffer(bytes));
    }

    @Override
    public boolean isFull() {
        return this.socket.writeQueueFull();
    }

    @Override
    public void whenDrained(Runnable action) {
        this.socket.drainHandler(drained -> action.run());
    }

    @Override
    public void pause() {
        this.socket.pause();
    }

    @Override
    public void resume() {
        this.socket.resume();
    }

    @Override
    public void end() {
        if (!this.socket.isClosed()) {
            this.socket.close();
        }
    }

    @Override
    public void cut() {
        this.connection.close();
    }
}
