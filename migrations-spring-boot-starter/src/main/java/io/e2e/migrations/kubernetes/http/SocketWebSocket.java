package io.e2e.migrations.kubernetes.http;

import io.fabric8.kubernetes.client.http.WebSocket;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;

/** The frames of one open WebSocket (RFC 6455, section 5). Thread-safe. */
final class SocketWebSocket implements WebSocket {

    private static final int CONTINUATION = 0;
    private static final int TEXT = 1;
    private static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;

    /** Far more than an API server sends at once, which is what it has read from the pod. */
    private static final int LONGEST_MESSAGE = 64 * 1024 * 1024;

    private static final int NO_STATUS = 1005;

    private final Connection connection;
    private final Listener listener;
    private final SecureRandom random = new SecureRandom();
    private final ReentrantLock writing = new ReentrantLock();

    /** How many messages the listener still wants. */
    private final Semaphore wanted = new Semaphore(1);

    private volatile boolean closed;

    SocketWebSocket(Connection connection, Listener listener) {
        this.connection = connection;
        this.listener = listener;
    }

    /** Reads until one side ends, and tells the listener. */
    void run() {
        try {
            this.connection.limitSilence(0);
            ByteBuffer end = read();
            int status = end.remaining() < 2 ? NO_STATUS : end.getShort();
            this.listener.onClose(
                    this, status, StandardCharsets.UTF_8.decode(end).toString());
        } catch (IOException | RuntimeException ex) {
            if (!this.closed) {
                this.listener.onError(this, ex);
            }
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
        this.closed = true;
    }

    /** Reads messages; returns the content of the last frame. */
    private ByteBuffer read() throws IOException, InterruptedException {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        boolean text = false;
        while (true) {
            int first = this.connection.in().readUnsignedByte();
            byte[] content = content(LONGEST_MESSAGE - message.size());
            int type = first & 0x0f;
            switch (type) {
                case CLOSE -> {
                    write(CLOSE, content);
                    return ByteBuffer.wrap(content);
                }
                case PING -> write(PONG, content);
                case PONG -> {}
                case CONTINUATION, TEXT, BINARY -> {
                    text = type == TEXT || (text && type == CONTINUATION);
                    message.writeBytes(content);
                    if (first >= 0x80) {
                        deliver(message.toByteArray(), text);
                        message.reset();
                    }
                }
                default -> throw new ProtocolException("the server sent a frame of unknown type " + type);
            }
        }
    }

    private byte[] content(int longest) throws IOException {
        DataInputStream in = this.connection.in();
        int second = in.readUnsignedByte();
        long length = second == 126 ? in.readUnsignedShort() : second == 127 ? in.readLong() : second;
        // A server must not mask, which the highest bit would say.
        if (second > 127 || length < 0 || length > longest) {
            throw new ProtocolException("the server sent a frame that is masked or too long");
        }
        byte[] content = new byte[(int) length];
        in.readFully(content);
        return content;
    }

    private void deliver(byte[] message, boolean text) throws InterruptedException {
        this.wanted.acquire();
        if (text) {
            this.listener.onMessage(this, new String(message, StandardCharsets.UTF_8));
        } else {
            this.listener.onMessage(this, ByteBuffer.wrap(message));
        }
    }

    @Override
    public boolean send(ByteBuffer message) {
        byte[] content = new byte[message.remaining()];
        message.get(content);
        try {
            write(BINARY, content);
            return true;
        } catch (IOException ex) {
            // The thread that reads notices the end too, and tells the listener.
            return false;
        }
    }

    private void write(int type, byte[] content) throws IOException {
        this.writing.lock();
        try {
            this.connection.out().write(frame(type, content));
            this.connection.out().flush();
        } finally {
            this.writing.unlock();
        }
    }

    private byte[] frame(int type, byte[] content) {
        ByteBuffer frame = ByteBuffer.allocate(14 + content.length);
        frame.put((byte) (0x80 | type));
        if (content.length < 126) {
            frame.put((byte) (0x80 | content.length));
        } else if (content.length < 65536) {
            frame.put((byte) (0x80 | 126)).putShort((short) content.length);
        } else {
            frame.put((byte) (0x80 | 127)).putLong(content.length);
        }
        byte[] mask = new byte[4];
        this.random.nextBytes(mask);
        frame.put(mask);
        for (int i = 0; i < content.length; i++) {
            frame.put((byte) (content[i] ^ mask[i % 4]));
        }
        byte[] bytes = new byte[frame.flip().remaining()];
        frame.get(bytes);
        return bytes;
    }

    /** Says goodbye, unless another thread is waiting to write, and closes at once. */
    @Override
    public boolean sendClose(int code, String reason) {
        boolean first = !this.closed;
        this.closed = true;
        if (first && this.writing.tryLock()) {
            try {
                byte[] text = reason == null ? new byte[0] : reason.getBytes(StandardCharsets.UTF_8);
                write(
                        CLOSE,
                        ByteBuffer.allocate(2 + text.length)
                                .putShort((short) code)
                                .put(text)
                                .array());
            } catch (IOException ex) {
                // The other side is gone already.
            } finally {
                this.writing.unlock();
            }
        }
        request();
        this.connection.close();
        return first;
    }

    @Override
    public long queueSize() {
        return 0;
    }

    @Override
    public void request() {
        this.wanted.release();
    }
}
