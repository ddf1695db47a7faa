package io.e2e.migrations.kubernetes.api;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.vertx.VertxHttpClientFactory;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.DelegatingSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.vertx.core.Vertx;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.spi.tls.SslContextFactory;
import io.vertx.ext.web.client.WebClientOptions;
import java.util.List;
import java.util.concurrent.Executor;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Makes HTTP clients that use {@link ClientTls}, and that can ask the server for a certificate of another name than its
 * host's, as {@code tls-server-name} in a kubeconfig demands. The client library only warns that it cannot.
 */
final class ServerNameFactory extends VertxHttpClientFactory {

    private final ClientTls tls;
    private final @Nullable String serverName;

    ServerNameFactory(Vertx loops, ClientSettings settings) {
        super(loops);
        this.tls = settings.tls();
        this.serverName = settings.serverName();
    }

    @Override
    public HttpClient.Builder newBuilder(Config config) {
        return super.newBuilder(config)
                .sslContext(
                        this.tls.keys().toArray(KeyManager[]::new),
                        this.tls.trust().toArray(TrustManager[]::new));
    }

    @Override
    protected void additionalConfig(WebClientOptions options) {
        if (this.serverName != null && options.getSslEngineOptions() != null) {
            String name = this.serverName;
            SslContextFactory contexts = options.getSslEngineOptions().sslContextFactory();
            options.setSslEngineOptions(new JdkSSLEngineOptions() {

                @Override
                public JdkSSLEngineOptions copy() {
                    return this;
                }

                @Override
                public SslContextFactory sslContextFactory() {
                    return () -> new NamedContext(contexts.create(), name);
                }
            });
        }
    }

    /** TLS connections to a server of this name, whatever its address. */
    private static final class NamedContext extends DelegatingSslContext {

        private final String serverName;

        NamedContext(SslContext context, String serverName) {
            super(context);
            this.serverName = serverName;
        }

        @Override
        protected SslHandler newHandler(
                ByteBufAllocator buffers, String host, int port, boolean startTls, Executor tasks) {
            return new SslHandler(newEngine(buffers, this.serverName, port), startTls, tasks) {

                // After Vert.x has set the host's name.
                @Override
                public void handlerAdded(ChannelHandlerContext context) throws Exception {
                    SSLParameters parameters = engine().getSSLParameters();
                    parameters.setServerNames(List.of(new SNIHostName(NamedContext.this.serverName)));
                    engine().setSSLParameters(parameters);
                    super.handlerAdded(context);
                }
            };
        }

        @Override
        protected void initEngine(SSLEngine engine) {
            // Done when the engine is used.
        }
    }
}
