package io.e2e.migrations.kubernetes.api;

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
 * The client library's client and the event loops that it runs on. Thread-safe.
 *
 * <p>The library must open a WebSocket on one of these loops. It registers its handlers after the call that opens the
 * WebSocket has returned. On any other thread, the handshake can finish before that: then the first messages of the
 * port-forward are lost, and the library, which skips the first two messages, skips PostgreSQL's answer instead (seen with
 * 7.8.0 on a busy machine, about once in 80 connections).
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

    /** Runs an action that opens a WebSocket on an event loop; the action must not block. */
    <T> CompletableFuture<T> onEventLoop(Supplier<T> action) {
        return CompletableFuture.supplyAsync(action, task -> this.loops.runOnContext(ignored -> task.run()));
    }

    @Override
    public void close() {
        this.client.close();
        this.loops.close();
    }

    /** Creates event loops as the library does: daemon threads, no unpacked files, host names resolved by the JDK. */
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
