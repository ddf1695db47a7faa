package io.e2e.migrations.kubernetes.api;

import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.utils.HttpClientUtils;
import io.fabric8.kubernetes.client.vertx.TlsWarmup;
import io.fabric8.kubernetes.client.vertx.VertxHttpClientBuilder;
import io.fabric8.kubernetes.client.vertx.VertxHttpClientFactory;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.vertx.core.Vertx;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.spi.tls.SslContextFactory;
import io.vertx.ext.web.client.WebClientOptions;
import java.util.List;
import java.util.concurrent.Executor;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSessionContext;
import org.jspecify.annotations.Nullable;

/** Makes HTTP clients whose TLS is that of {@link ClientTls}. */
final class TlsClientFactory extends VertxHttpClientFactory {

    private final TlsContext context;

    private TlsClientFactory(TlsContext context) {
        this.context = context;
        // The library would make Netty's own context ahead of the first connection.
        setTlsWarmup(TlsWarmup.OFF);
    }

    /** Makes a client with these settings on these event loops. */
    static HttpClient client(Vertx loops, ClientSettings settings) {
        TlsContext context = new TlsContext(settings.tls().context(), settings.serverName());
        VertxHttpClientBuilder<VertxHttpClientFactory> builder =
                new VertxHttpClientBuilder<>(new TlsClientFactory(context), loops);
        // The library asks an OpenID provider with a client of its own factory: another server, with other authorities.
        HttpClientUtils.applyCommonConfiguration(settings.config(), builder, new VertxHttpClientFactory(loops));
        return builder.build();
    }

    @Override
    protected void additionalConfig(WebClientOptions options) {
        options.setSslEngineOptions(new JdkSSLEngineOptions() {

            @Override
            public JdkSSLEngineOptions copy() {
                return this;
            }

            @Override
            public SslContextFactory sslContextFactory() {
                return () -> TlsClientFactory.this.context;
            }
        });
    }

    /**
     * The JDK's TLS for Netty's connections to one API server. Netty's own class for that makes a context with the JDK's
     * defaults first, which reads all authorities of the JDK (JdkSslContext, 4.2). This one can also ask the server for a
     * certificate of another name than its host's, as {@code tls-server-name} in a kubeconfig demands. Thread-safe.
     */
    private static final class TlsContext extends SslContext {

        private final SSLContext context;
        private final @Nullable String serverName;

        TlsContext(SSLContext context, @Nullable String serverName) {
            this.context = context;
            this.serverName = serverName;
        }

        @Override
        public boolean isClient() {
            return true;
        }

        @Override
        public List<String> cipherSuites() {
            return List.of(this.context.getDefaultSSLParameters().getCipherSuites());
        }

        @Override
        @SuppressWarnings("deprecation")
        public io.netty.handler.ssl.ApplicationProtocolNegotiator applicationProtocolNegotiator() {
            return List::of;
        }

        @Override
        public SSLSessionContext sessionContext() {
            return this.context.getClientSessionContext();
        }

        @Override
        public SSLEngine newEngine(ByteBufAllocator buffers) {
            return asClient(this.context.createSSLEngine());
        }

        @Override
        public SSLEngine newEngine(ByteBufAllocator buffers, String host, int port) {
            return asClient(this.context.createSSLEngine(this.serverName == null ? host : this.serverName, port));
        }

        private static SSLEngine asClient(SSLEngine engine) {
            engine.setUseClientMode(true);
            return engine;
        }

        @Override
        protected SslHandler newHandler(
                ByteBufAllocator buffers, String host, int port, boolean startTls, Executor tasks) {
            String name = this.serverName;
            if (name == null) {
                return super.newHandler(buffers, host, port, startTls, tasks);
            }
            return new SslHandler(newEngine(buffers, host, port), startTls, tasks) {

                // After Vert.x has set the host's name.
                @Override
                public void handlerAdded(ChannelHandlerContext added) throws Exception {
                    SSLParameters parameters = engine().getSSLParameters();
                    parameters.setServerNames(List.of(new SNIHostName(name)));
                    engine().setSSLParameters(parameters);
                    super.handlerAdded(added);
                }
            };
        }
    }
}
