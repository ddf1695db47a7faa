package io.e2e.migrations.kubernetes.http;

import io.fabric8.kubernetes.client.http.StandardHttpRequest;
import io.fabric8.kubernetes.client.http.StandardHttpRequest.ByteArrayBodyContent;
import io.fabric8.kubernetes.client.http.StandardHttpRequest.StringBodyContent;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The connections of a client and the threads that use them; one idle connection is kept. Thread-safe. */
final class Connections implements AutoCloseable {

    private final Connector connector;
    private final ExecutorService threads = Executors.newCachedThreadPool(Connections::daemon);
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicReference<@Nullable Connection> idle = new AtomicReference<>();

    Connections(Connector connector) {
        this.connector = connector;
    }

    ExecutorService threads() {
        return this.threads;
    }

    /**
     * Sends a request and reads the answer. The caller releases the connection or closes it.
     *
     * @param more headers beside those of the request
     */
    Exchange exchange(StandardHttpRequest request, Map<String, List<String>> more) throws IOException {
        int timeout =
                request.getTimeout() == null ? 0 : (int) request.getTimeout().toMillis();
        Connection kept = this.idle.getAndSet(null);
        if (kept != null) {
            try {
                if (request.method().equals("GET")
                        && kept.authority().equals(request.uri().getRawAuthority())) {
                    kept.limitSilence(timeout);
                    return exchange(kept, request, more);
                }
            } catch (SocketTimeoutException ex) {
                throw ex;
            } catch (IOException ex) {
                // The server may have closed a connection that was idle; a GET can be sent again.
            }
            close(kept);
        }
        Connection fresh = this.connector.connect(request.uri(), timeout, this);
        try {
            return exchange(fresh, request, more);
        } catch (IOException | RuntimeException ex) {
            close(fresh);
            throw ex;
        }
    }

    private static Exchange exchange(Connection connection, StandardHttpRequest request, Map<String, List<String>> more)
            throws IOException {
        URI url = request.uri();
        String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
        String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        byte[] body = body(request);
        Map<String, List<String>> headers = new LinkedHashMap<>(request.headers());
        headers.put("Host", List.of(url.getRawAuthority()));
        if (!request.method().equals("GET")) {
            headers.put("Content-Length", List.of(String.valueOf(body.length)));
        }
        if (request.getContentType() != null) {
            headers.put("Content-Type", List.of(request.getContentType()));
        }
        headers.putAll(more);
        return new Exchange(connection, connection.exchange(request.method(), path + query, headers, body));
    }

    private static byte[] body(StandardHttpRequest request) {
        if (request.body() instanceof StringBodyContent text) {
            return text.getContent().getBytes(StandardCharsets.UTF_8);
        }
        return request.body() instanceof ByteArrayBodyContent bytes ? bytes.getContent() : new byte[0];
    }

    /** Keeps a connection for the next request. */
    void release(Connection connection) {
        Connection replaced = connection.isReusable() ? this.idle.getAndSet(connection) : connection;
        if (replaced != null) {
            close(replaced);
        }
    }

    void close(Connection connection) {
        remove(connection.socket());
    }

    /** Adds a socket, which is closed with the client. */
    void add(Socket socket) {
        this.sockets.add(socket);
        if (this.threads.isShutdown()) {
            remove(socket);
        }
    }

    /** Closes a socket. */
    void remove(Socket socket) {
        this.sockets.remove(socket);
        try {
            socket.close();
        } catch (IOException ex) {
            // Nothing is read from it any more.
        }
    }

    @Override
    public void close() {
        this.threads.shutdown();
        this.sockets.forEach(this::remove);
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "e2e-migrations-kubernetes");
        thread.setDaemon(true);
        return thread;
    }

    /** An answer, and the connection that it came from. */
    record Exchange(Connection connection, Answer answer) {}
}
