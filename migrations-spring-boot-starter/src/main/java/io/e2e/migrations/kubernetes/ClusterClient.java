package io.e2e.migrations.kubernetes;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.vertx.VertxHttpClientFactory;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.spi.resolver.ResolverProvider;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * The client library's client together with the event loops that it runs on. Thread-safe.
 *
 * <p>The loops are ours because a WebSocket must be opened on one of them. The library registers its handlers after the
 * call that opens the WebSocket has returned; on any other thread the handshake can be over by then, the first messages
 * of the port-forward are dropped, and the library, which skips the first two unseen, skips PostgreSQL's answer instead
 * (seen with 7.8.0 on a busy machine in about one of eighty connections).
 */
final class ClusterClient implements AutoCloseable {

    private final Vertx loops;
    private final KubernetesClient client;

    private ClusterClient(Vertx loops, KubernetesClient client) {
        this.loops = loops;
        this.client = client;
    }

    static ClusterClient open(Config config) {
        Vertx loops = loops();
        try {
            KubernetesClient client = new KubernetesClientBuilder()
                    .withConfig(config)
                    .withHttpClientFactory(new VertxHttpClientFactory(loops))
                    .build();
            return new ClusterClient(loops, client);
        } catch (RuntimeException ex) {
            loops.close();
            throw ex;
        }
    }

    KubernetesClient get() {
        return this.client;
    }

    /** Does something that opens a WebSocket; it must not block. */
    <T> CompletableFuture<T> onEventLoop(Supplier<T> action) {
        CompletableFuture<T> result = new CompletableFuture<>();
        this.loops.runOnContext(ignored -> {
            try {
                result.complete(action.get());
            } catch (RuntimeException ex) {
                result.completeExceptionally(ex);
            }
        });
        return result;
    }

    @Override
    public void close() {
        this.client.close();
        this.loops.close();
    }

    /** Loops as the library makes them for itself: daemons, no files unpacked, and host names resolved by the JDK. */
    private static Vertx loops() {
        VertxOptions options = new VertxOptions()
                .setUseDaemonThread(true)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false));
        synchronized (ClusterClient.class) {
            String property = ResolverProvider.DISABLE_DNS_RESOLVER_PROP_NAME;
            String before = System.setProperty(property, "true");
            try {
                return Vertx.vertx(options);
            } finally {
                if (before == null) {
                    System.clearProperty(property);
                } else {
                    System.setProperty(property, before);
                }
            }
        }
    }
}
