package io.e2e.migrations.testing;

import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.provision.JdbcConnector;
import io.e2e.migrations.provision.JdbcDatabase;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a driver and PostgreSQL, forwards the messages of the protocol one by one, and does harm to the n-th one
 * in one direction, counted over all connections since {@link #arm}. A connection that stalls stays open: nobody is told.
 */
public final class FaultProxy implements AutoCloseable {

    /** Code of the request for TLS, which is answered with one byte (PostgreSQL manual, "Message Formats"). */
    private static final int SSL_REQUEST = 80877103;

    private final DatabaseAddress server;
    private final ServerSocket listener;
    private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
    private final Map<Direction, AtomicInteger> seen = new ConcurrentHashMap<>();
    private final AtomicReference<@Nullable Fault> fault = new AtomicReference<>();
    private volatile Runnable before = () -> {};

    private FaultProxy(DatabaseAddress server) throws IOException {
        this.server = server;
        this.listener = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        arm(null);
        daemon(this::accept);
    }

    /** A proxy to the server of a database; does no harm yet. */
    public static FaultProxy to(TargetDatabase database) {
        try {
            return new FaultProxy(database.address().orElseThrow());
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    /** A database whose connections go through this proxy. */
    public TargetDatabase database(Duration connectTimeout) {
        return new JdbcDatabase(
                address(), JdbcConnector.within(connectTimeout), "the proxied database", false, () -> {});
    }

    /** The address of this proxy. */
    public DatabaseAddress address() {
        return new DatabaseAddress(
                "127.0.0.1",
                this.listener.getLocalPort(),
                this.server.database(),
                this.server.user(),
                this.server.password(),
                this.server.parameters());
    }

    /** Does this harm once, to the next messages; {@code null} means none. Counts anew. */
    public void arm(@Nullable Fault next) {
        for (Direction direction : Direction.values()) {
            this.seen.put(direction, new AtomicInteger());
        }
        this.fault.set(next);
    }

    /** Does this harm once, as {@link #arm(Fault)} does, and something else before. */
    public void arm(Fault next, Runnable first) {
        this.before = first;
        arm(next);
    }

    /** How many messages went in this direction since {@link #arm}. */
    public int messages(Direction direction) {
        return this.seen.get(direction).get();
    }

    /** Whether the harm was done. */
    public boolean isDone() {
        return this.fault.get() == null;
    }

    private void accept() {
        try {
            while (true) {
                connect(this.listener.accept());
            }
        } catch (IOException ex) {
            close();
        }
    }

    /** A client of a server that is down is disconnected, as without a proxy. */
    private void connect(Socket client) {
        this.sockets.add(client);
        try {
            Socket upstream = new Socket(this.server.host(), this.server.port());
            this.sockets.add(upstream);
            Wire wire = new Wire(client, upstream);
            daemon(() -> wire.pump(Direction.TO_SERVER));
            daemon(() -> wire.pump(Direction.TO_CLIENT));
        } catch (IOException ex) {
            closeQuietly(client);
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "fault-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        closeQuietly(this.listener);
        this.sockets.forEach(FaultProxy::closeQuietly);
    }

    private static void closeQuietly(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception ex) {
            // It is broken already.
        }
    }

    /** Which way messages go. */
    public enum Direction {
        TO_SERVER,
        TO_CLIENT
    }

    /** What happens. */
    public enum Harm {
        /** Both sides stay connected, and nothing is forwarded any more. */
        STALL,
        /** Both sides are disconnected. */
        CUT
    }

    /**
     * A harm to one message.
     *
     * @param message its number, from 1
     * @param half whether half of it is forwarded before
     */
    public record Fault(Harm harm, Direction direction, int message, boolean half) {}

    /** One connection. */
    private final class Wire {

        private final Socket client;
        private final Socket upstream;
        private volatile boolean stalled;
        private volatile boolean tlsAsked;
        private boolean begun;

        Wire(Socket client, Socket upstream) {
            this.client = client;
            this.upstream = upstream;
        }

        void pump(Direction direction) {
            Socket from = direction == Direction.TO_SERVER ? this.client : this.upstream;
            Socket to = direction == Direction.TO_SERVER ? this.upstream : this.client;
            try {
                DataInputStream in = new DataInputStream(from.getInputStream());
                OutputStream out = to.getOutputStream();
                while (true) {
                    forward(direction, direction == Direction.TO_SERVER ? readOfClient(in) : readOfServer(in), out);
                }
            } catch (IOException ex) {
                if (!this.stalled) {
                    closeQuietly(this.client);
                    closeQuietly(this.upstream);
                }
            }
        }

        /** Before the first message with a type, messages begin with their length. */
        private byte[] readOfClient(DataInputStream in) throws IOException {
            if (this.begun) {
                return readTyped(in.readByte(), in);
            }
            int length = in.readInt();
            byte[] message = ByteBuffer.allocate(length).putInt(length).array();
            in.readFully(message, 4, length - 4);
            this.tlsAsked = ByteBuffer.wrap(message).getInt(4) == SSL_REQUEST;
            this.begun = !this.tlsAsked;
            return message;
        }

        private byte[] readOfServer(DataInputStream in) throws IOException {
            byte first = in.readByte();
            if (this.tlsAsked) {
                this.tlsAsked = false;
                return new byte[] {first};
            }
            return readTyped(first, in);
        }

        private static byte[] readTyped(byte type, DataInputStream in) throws IOException {
            int length = in.readInt();
            byte[] message =
                    ByteBuffer.allocate(length + 1).put(type).putInt(length).array();
            in.readFully(message, 5, length - 4);
            return message;
        }

        private void forward(Direction direction, byte[] message, OutputStream out) throws IOException {
            int number = FaultProxy.this.seen.get(direction).incrementAndGet();
            Fault next = FaultProxy.this.fault.get();
            if (next != null && next.direction() == direction && next.message() == number) {
                if (next.half()) {
                    out.write(message, 0, message.length / 2);
                }
                FaultProxy.this.before.run();
                this.stalled = next.harm() == Harm.STALL;
                FaultProxy.this.fault.set(null);
                throw new EOFException("the harm is done");
            }
            if (!this.stalled) {
                out.write(message);
            }
        }
    }
}
