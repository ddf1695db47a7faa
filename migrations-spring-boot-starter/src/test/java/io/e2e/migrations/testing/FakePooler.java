package io.e2e.migrations.testing;

import io.e2e.migrations.database.DatabaseAddress;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Leads to a server as a pooler does: at login, it names another process than the one that answers. */
public final class FakePooler implements AutoCloseable {

    private final ServerSocket listener;
    private final DatabaseAddress server;

    private FakePooler(ServerSocket listener, DatabaseAddress server) {
        this.listener = listener;
        this.server = server;
    }

    public static FakePooler start(DatabaseAddress server) throws IOException {
        FakePooler pooler = new FakePooler(new ServerSocket(0, 0, InetAddress.getLoopbackAddress()), server);
        start(pooler::accept);
        return pooler;
    }

    /** The database, by way of the pooler. */
    public DatabaseAddress address() {
        return new DatabaseAddress(
                "127.0.0.1",
                this.listener.getLocalPort(),
                this.server.database(),
                this.server.user(),
                this.server.password());
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = this.listener.accept();
            Socket backend = new Socket(this.server.host(), this.server.port());
            start(() -> {
                try (client;
                        backend) {
                    client.getInputStream().transferTo(backend.getOutputStream());
                }
            });
            start(() -> {
                try (client;
                        backend) {
                    answer(new DataInputStream(backend.getInputStream()), client.getOutputStream());
                }
            });
        }
    }

    /** A message is its type, its length and its content (PostgreSQL manual, "Message Formats"). */
    private static void answer(DataInputStream answers, OutputStream to) throws IOException {
        DataOutputStream out = new DataOutputStream(to);
        while (true) {
            int type = answers.readByte();
            out.writeByte(type);
            // The answer to SSLRequest, and to no other message before the login, is one byte.
            if (type != 'N') {
                int length = answers.readInt();
                byte[] content = answers.readNBytes(length - Integer.BYTES);
                if (type == 'K') {
                    content[3] ^= 1;
                }
                out.writeInt(length);
                out.write(content);
            }
            if (type == 'Z') {
                answers.transferTo(to);
                return;
            }
        }
    }

    private static void start(Transfer transfer) {
        Thread thread = new Thread(() -> {
            try {
                transfer.run();
            } catch (IOException ex) {
                // Either side has left.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        this.listener.close();
    }

    private interface Transfer {

        void run() throws IOException;
    }
}
