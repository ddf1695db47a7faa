package io.e2e.migrations.kubernetes.cluster;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.spdy.DefaultSpdyDataFrame;
import io.netty.handler.codec.spdy.DefaultSpdySynReplyFrame;
import io.netty.handler.codec.spdy.SpdyDataFrame;
import io.netty.handler.codec.spdy.SpdyFrameCodec;
import io.netty.handler.codec.spdy.SpdyPingFrame;
import io.netty.handler.codec.spdy.SpdyRstStreamFrame;
import io.netty.handler.codec.spdy.SpdySynStreamFrame;
import io.netty.handler.codec.spdy.SpdyVersion;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.ServerWebSocket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The protocol that {@code kubectl port-forward} speaks since 1.31: SPDY/3.1 inside of one WebSocket, with a pair of
 * streams (data, error) for each connection. Netty reads and writes the frames. Used by one event loop.
 *
 * @see <a href="https://github.com/kubernetes/enhancements/tree/master/keps/sig-api-machinery/4006-transition-spdy-to-websockets">KEP-4006</a>
 */
final class SpdyForward {

    static final String PROTOCOL = "SPDY/3.1+portforward.k8s.io";

    private final String pod;
    private final Kubelet kubelet;
    private final ServerWebSocket socket;
    private final HttpConnection connection;
    private final EmbeddedChannel frames = new EmbeddedChannel(new SpdyFrameCodec(SpdyVersion.SPDY_3_1));
    private final Map<String, Integer> errorStreams = new HashMap<>();
    private final Map<Integer, Pair> pairs = new HashMap<>();

    SpdyForward(String pod, Kubelet kubelet, ServerWebSocket socket, HttpConnection connection) {
        this.pod = pod;
        this.kubelet = kubelet;
        this.socket = socket;
        this.connection = connection;
        socket.exceptionHandler(error -> {});
        socket.binaryMessageHandler(this::receive);
        socket.closeHandler(closed -> List.copyOf(this.pairs.values()).forEach(Pair::clientGone));
    }

    private void receive(Buffer message) {
        this.frames.writeInbound(Unpooled.wrappedBuffer(message.getBytes()));
        for (Object frame = this.frames.readInbound(); frame != null; frame = this.frames.readInbound()) {
            try {
                received(frame);
            } finally {
                ReferenceCountUtil.release(frame);
            }
        }
    }

    private void received(Object frame) {
        if (frame instanceof SpdySynStreamFrame opening) {
            opened(opening);
        } else if (frame instanceof SpdyDataFrame data && this.pairs.containsKey(data.streamId())) {
            this.pairs.get(data.streamId()).fromClient(data);
        } else if (frame instanceof SpdyRstStreamFrame reset && this.pairs.containsKey(reset.streamId())) {
            this.pairs.get(reset.streamId()).clientGone();
        } else if (frame instanceof SpdyPingFrame ping) {
            write(ping);
        }
    }

    private void opened(SpdySynStreamFrame opening) {
        DefaultSpdySynReplyFrame reply = new DefaultSpdySynReplyFrame(opening.streamId());
        // Netty sends no header block at all for no headers, and the client's decompression then fails.
        reply.headers().set("status", "ok");
        write(reply);
        String request = String.valueOf(opening.headers().get("requestid"));
        if ("error".contentEquals(opening.headers().get("streamtype"))) {
            this.errorStreams.put(request, opening.streamId());
            return;
        }
        int port = Integer.parseInt(String.valueOf(opening.headers().get("port")));
        Pair pair = new Pair(opening.streamId(), this.errorStreams.get(request));
        this.pairs.put(opening.streamId(), pair);
        this.kubelet.connect(this.pod, pair, pair::join, () -> pair.refuse(Kubelet.refusal(this.pod, port)));
    }

    private void write(Object frame) {
        this.frames.writeOutbound(frame);
        for (ByteBuf out = this.frames.readOutbound(); out != null; out = this.frames.readOutbound()) {
            if (!this.socket.isClosed()) {
                this.socket.writeBinaryMessage(Buffer.buffer(ByteBufUtil.getBytes(out)));
            }
            out.release();
        }
    }

    /** The two streams of one connection. */
    private final class Pair implements PodWire.Peer {

        private final int data;
        private final @Nullable Integer error;
        private final Buffer early = Buffer.buffer();
        private @Nullable PodWire wire;
        private boolean clientEnded;

        Pair(int data, @Nullable Integer error) {
            this.data = data;
            this.error = error;
        }

        void join(PodWire joined) {
            this.wire = joined;
            if (this.early.length() > 0) {
                joined.toPod(this.early);
            }
            if (this.clientEnded) {
                joined.end();
            }
        }

        void fromClient(SpdyDataFrame frame) {
            Buffer bytes = Buffer.buffer(ByteBufUtil.getBytes(frame.content()));
            if (this.wire == null) {
                this.early.appendBuffer(bytes);
            } else if (bytes.length() > 0) {
                this.wire.toPod(bytes);
            }
            if (frame.isLast()) {
                clientGone();
            }
        }

        void clientGone() {
            this.clientEnded = true;
            if (this.wire != null) {
                this.wire.end();
            }
        }

        void refuse(String message) {
            if (this.error != null) {
                write(new DefaultSpdyDataFrame(this.error, Unpooled.copiedBuffer(message, StandardCharsets.UTF_8)));
            }
            end();
        }

        @Override
        public void send(Buffer bytes) {
            write(new DefaultSpdyDataFrame(this.data, Unpooled.wrappedBuffer(bytes.getBytes())));
        }

        @Override
        public boolean isFull() {
            return socket.writeQueueFull();
        }

        @Override
        public void whenDrained(Runnable action) {
            socket.drainHandler(drained -> action.run());
        }

        @Override
        public void pause() {
            socket.pause();
        }

        @Override
        public void resume() {
            socket.resume();
        }

        @Override
        public void end() {
            pairs.remove(this.data);
            write(new DefaultSpdyDataFrame(this.data).setLast(true));
            if (this.error != null) {
                write(new DefaultSpdyDataFrame(this.error).setLast(true));
            }
        }

        @Override
        public void cut() {
            connection.close();
        }
    }
}
