package io.e2e.migrations.kubernetes.http;

import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.StandardHttpClientBuilder;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Makes HTTP/1.1 clients on blocking sockets. The library's own client runs on Vert.x and Netty, whose classes cost a cold JVM
 * more than all requests of a run.
 */
public final class SocketClientFactory implements HttpClient.Factory {

    @Override
    public HttpClient.Builder newBuilder() {
        return new Builder(this);
    }

    static final class Builder extends StandardHttpClientBuilder<SocketClient, SocketClientFactory, Builder> {

        Builder(SocketClientFactory factory) {
            super(factory);
        }

        /** A derived client has interceptors of its own and shares the connections. */
        @Override
        public HttpClient build() {
            return this.client == null
                    ? new SocketClient(this, new AtomicBoolean(), new Connections(Connector.of(this)))
                    : new SocketClient(this, this.client.getClosed(), this.client.connections());
        }

        @Override
        protected Builder newInstance(SocketClientFactory factory) {
            return new Builder(factory);
        }
    }
}
