package io.e2e.migrations.embedded.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Which TCP port a server tries next. */
@FunctionalInterface
public interface PortChoice {

    int next() throws IOException;

    /** Listens on this port of 127.0.0.1, which {@code localhost} and Java's own loopback need not be; 0 is any. */
    static ServerSocket listen(int port) throws IOException {
        return new ServerSocket(port, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
    }

    /** One that nobody listens on now, chosen by the kernel. Whether the server then gets it, it alone can tell. */
    static PortChoice free() {
        return () -> {
            try (ServerSocket socket = listen(0)) {
                return socket.getLocalPort();
            }
        };
    }
}
