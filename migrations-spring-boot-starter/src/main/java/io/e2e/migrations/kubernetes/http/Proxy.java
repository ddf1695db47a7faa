package io.e2e.migrations.kubernetes.http;

import io.fabric8.kubernetes.client.http.HttpClient.ProxyType;
import io.fabric8.kubernetes.client.utils.HttpClientUtils;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A proxy that connects to any server, by HTTP's {@code CONNECT} or by SOCKS 5 (RFC 1928). It resolves the server's name.
 *
 * @param authorization user and password as in HTTP's basic authentication; {@code null} means none
 */
record Proxy(
        InetSocketAddress address, ProxyType type, @Nullable String authorization) {

    /** Lets the proxy at the other end of a socket connect to a server. */
    void connect(Socket socket, String host, int port) throws IOException {
        if (this.type == ProxyType.HTTP) {
            tunnel(socket, host, port);
        } else {
            socks(new DataInputStream(socket.getInputStream()), socket.getOutputStream(), host, port);
        }
    }

    private void tunnel(Socket socket, String host, int port) throws IOException {
        String server = (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
        Map<String, List<String>> headers = this.authorization == null
                ? Map.of("Host", List.of(server))
                : Map.of("Host", List.of(server), "Proxy-Authorization", List.of(this.authorization));
        int status = new Connection(socket, socket, server)
                .exchange("CONNECT", server, headers, new byte[0])
                .status();
        if (status != 200) {
            throw new ConnectException("the proxy answered " + status);
        }
    }

    private void socks(DataInputStream in, OutputStream out, String host, int port) throws IOException {
        String[] user = HttpClientUtils.decodeBasicCredentials(this.authorization);
        out.write(user == null ? new byte[] {5, 1, 0} : new byte[] {5, 2, 0, 2});
        in.readUnsignedByte();
        int method = in.readUnsignedByte();
        if (method == 2 && user != null) {
            ByteArrayOutputStream login = new ByteArrayOutputStream();
            login.write(1);
            writeText(login, user[0]);
            writeText(login, user[1]);
            out.write(login.toByteArray());
            in.readUnsignedByte();
            method = in.readUnsignedByte();
        }
        if (method != 0) {
            throw new ConnectException("the proxy does not accept the login");
        }
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(new byte[] {5, 1, 0, 3});
        writeText(request, host);
        request.writeBytes(new byte[] {(byte) (port >> 8), (byte) port});
        out.write(request.toByteArray());
        in.readUnsignedByte();
        int answer = in.readUnsignedByte();
        in.readUnsignedByte();
        int addressType = in.readUnsignedByte();
        in.readNBytes((addressType == 1 ? 4 : addressType == 4 ? 16 : in.readUnsignedByte()) + 2);
        if (answer != 0) {
            throw new ConnectException("the proxy answered " + answer);
        }
    }

    private static void writeText(ByteArrayOutputStream target, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        target.write(bytes.length);
        target.writeBytes(bytes);
    }

    /** Where it is, because the rest is secret. */
    @Override
    public String toString() {
        return "proxy " + this.address;
    }
}
