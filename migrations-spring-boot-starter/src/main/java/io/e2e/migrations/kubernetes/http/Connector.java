package io.e2e.migrations.kubernetes.http;

import io.fabric8.kubernetes.client.http.HttpClient.ProxyType;
import io.fabric8.kubernetes.client.http.StandardHttpClientBuilder;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * How connections are made: through a proxy or directly, and with which keys and trust. Immutable.
 *
 * @param connectTimeout how long an address may take to accept a connection
 * @param tls makes the sockets for HTTPS; {@code null} means the JDK's default
 * @param serverName the name that a server's certificate must have; {@code null} means the host of the URL
 * @param proxy what connections go through; {@code null} means nothing
 */
record Connector(
        Duration connectTimeout,
        @Nullable SSLContext tls,
        @Nullable String serverName,
        @Nullable Proxy proxy) {

    /** A connector as a builder describes it. */
    static Connector of(StandardHttpClientBuilder<?, ?, ?> builder) {
        InetSocketAddress proxy = builder.getProxyType() == ProxyType.DIRECT ? null : builder.getProxyAddress();
        return new Connector(
                builder.getConnectTimeout() == null ? Duration.ZERO : builder.getConnectTimeout(),
                builder.getSslContext(),
                builder.getTlsServerName(),
                proxy == null ? null : new Proxy(proxy, builder.getProxyType(), builder.getProxyAuthorization()));
    }

    /**
     * Connects to the server of a URL.
     *
     * @param timeout how long the server or a proxy may stay silent, in milliseconds; 0 means forever
     * @param opened learns of the socket before anything is sent, to be able to close it
     */
    Connection connect(URI url, int timeout, Connections opened) throws IOException {
        boolean secure = url.getScheme().equals("https") || url.getScheme().equals("wss");
        int port = url.getPort() >= 0 ? url.getPort() : secure ? 443 : 80;
        // An address of IPv6 has brackets in a URL.
        String host = url.getHost().replaceAll("[\\[\\]]", "");
        Socket socket = this.proxy == null
                ? open(host, port)
                : open(
                        this.proxy.address().getHostString(),
                        this.proxy.address().getPort());
        opened.add(socket);
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(timeout);
            if (this.proxy != null) {
                this.proxy.connect(socket, host, port);
            }
            return new Connection(socket, secure ? secured(socket, host, port) : socket, url.getRawAuthority());
        } catch (IOException | RuntimeException ex) {
            opened.remove(socket);
            throw ex;
        }
    }

    /** Tries the addresses of a host one after the other. */
    private Socket open(String host, int port) throws IOException {
        IOException failure = null;
        for (InetAddress address : InetAddress.getAllByName(host)) {
            Socket socket = new Socket(java.net.Proxy.NO_PROXY);
            try {
                socket.connect(new InetSocketAddress(address, port), (int) this.connectTimeout.toMillis());
                return socket;
            } catch (SocketTimeoutException ex) {
                socket.close();
                failure = new ConnectException(address + " did not accept a connection in time");
            } catch (IOException ex) {
                socket.close();
                failure = ex;
            }
        }
        throw failure == null ? new ConnectException(host + " has no address") : failure;
    }

    private SSLSocket secured(Socket socket, String host, int port) throws IOException {
        SSLContext context = this.tls == null ? defaultTls() : this.tls;
        SSLSocket secured = (SSLSocket) context.getSocketFactory()
                .createSocket(socket, this.serverName == null ? host : this.serverName, port, true);
        SSLParameters parameters = secured.getSSLParameters();
        // Without it, a certificate of any name would do.
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secured.setSSLParameters(parameters);
        secured.startHandshake();
        return secured;
    }

    private static SSLContext defaultTls() throws IOException {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException ex) {
            throw new IOException(ex);
        }
    }
}
