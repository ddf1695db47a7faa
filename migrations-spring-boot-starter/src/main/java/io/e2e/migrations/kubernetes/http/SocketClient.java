package io.e2e.migrations.kubernetes.http;

import io.e2e.migrations.kubernetes.http.Connections.Exchange;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.StandardHttpClient;
import io.fabric8.kubernetes.client.http.StandardHttpHeaders;
import io.fabric8.kubernetes.client.http.StandardHttpRequest;
import io.fabric8.kubernetes.client.http.StandardWebSocketBuilder;
import io.fabric8.kubernetes.client.http.WebSocket;
import io.fabric8.kubernetes.client.http.WebSocketResponse;
import io.fabric8.kubernetes.client.http.WebSocketUpgradeResponse;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/** The library's HTTP client, each request and each WebSocket on a thread of its own. An answer is read whole. Thread-safe. */
final class SocketClient extends StandardHttpClient<SocketClient, SocketClientFactory, SocketClientFactory.Builder> {

    private final Connections connections;

    SocketClient(SocketClientFactory.Builder builder, AtomicBoolean closed, Connections connections) {
        super(builder, closed);
        this.connections = connections;
    }

    Connections connections() {
        return this.connections;
    }

    @Override
    public CompletableFuture<HttpResponse<AsyncBody>> consumeBytesDirect(
            StandardHttpRequest request, AsyncBody.Consumer<List<ByteBuffer>> consumer) {
        CompletableFuture<HttpResponse<AsyncBody>> response = new CompletableFuture<>();
        run(response, () -> {
            Exchange exchange = this.connections.exchange(request, Map.of());
            this.connections.release(exchange.connection());
            response.complete(new Response(request, exchange.answer(), consumer));
        });
        return response;
    }

    @Override
    public CompletableFuture<WebSocketResponse> buildWebSocketDirect(
            StandardWebSocketBuilder builder, WebSocket.Listener listener) {
        CompletableFuture<WebSocketResponse> response = new CompletableFuture<>();
        StandardHttpRequest request = builder.asHttpRequest();
        run(response, () -> {
            Handshake handshake = Handshake.of(builder.getSubprotocol());
            Exchange exchange = this.connections.exchange(request, handshake.headers());
            Answer answer = exchange.answer();
            WebSocketUpgradeResponse upgrade = new WebSocketUpgradeResponse(request, answer.status(), answer.headers());
            if (answer.status() != 101) {
                this.connections.release(exchange.connection());
                response.complete(new WebSocketResponse(upgrade, new ProtocolException("no upgrade: " + answer)));
                return;
            }
            try {
                handshake.verify(answer);
                SocketWebSocket socket = new SocketWebSocket(exchange.connection(), listener);
                listener.onOpen(socket);
                response.complete(new WebSocketResponse(upgrade, socket));
                socket.run();
            } finally {
                this.connections.close(exchange.connection());
            }
        });
        return response;
    }

    private void run(CompletableFuture<?> result, Work work) {
        try {
            this.connections.threads().execute(() -> {
                try {
                    work.run();
                } catch (IOException | RuntimeException | LinkageError ex) {
                    result.completeExceptionally(ex);
                }
            });
        } catch (RejectedExecutionException ex) {
            result.completeExceptionally(new IOException("the client is closed", ex));
        }
    }

    @Override
    protected void doClose() {
        this.connections.close();
    }

    private interface Work {

        void run() throws IOException;
    }

    /** An answer whose body is in memory, and is handed over when the consumer asks for it. */
    private static final class Response extends StandardHttpHeaders implements HttpResponse<AsyncBody>, AsyncBody {

        private final HttpRequest request;
        private final Answer answer;
        private final AsyncBody.Consumer<List<ByteBuffer>> consumer;
        private final AtomicBoolean consumed = new AtomicBoolean();
        private final CompletableFuture<Void> done = new CompletableFuture<>();

        Response(HttpRequest request, Answer answer, AsyncBody.Consumer<List<ByteBuffer>> consumer) {
            super(answer.headers());
            this.request = request;
            this.answer = answer;
            this.consumer = consumer;
        }

        @Override
        public int code() {
            return this.answer.status();
        }

        @Override
        public AsyncBody body() {
            return this;
        }

        @Override
        public HttpRequest request() {
            return this.request;
        }

        @Override
        public Optional<HttpResponse<?>> previousResponse() {
            return Optional.empty();
        }

        /** The consumer asks again when it has what it was given. */
        @Override
        public void consume() {
            if (!this.consumed.compareAndSet(false, true)) {
                this.done.complete(null);
                return;
            }
            try {
                this.consumer.consume(List.of(ByteBuffer.wrap(this.answer.body())), this);
            } catch (Exception ex) {
                this.done.completeExceptionally(ex);
            }
        }

        @Override
        public CompletableFuture<Void> done() {
            return this.done;
        }

        @Override
        public void cancel() {
            this.done.cancel(false);
        }
    }
}
