package io.e2e.migrations.kubernetes.api;

import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.utils.HttpClientUtils;
import io.fabric8.kubernetes.client.vertx.TlsWarmup;
import io.fabric8.kubernetes.client.vertx.VertxHttpClientBuilder;
import io.fabric8.kubernetes.client.vertx.VertxHttpClientFactory;
import io.vertx.core.Vertx;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.spi.tls.SslContextFactory;
import io.vertx.ext.web.client.WebClientOptions;

/** Makes HTTP clients whose TLS is a {@link TlsContext}. */
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
}
