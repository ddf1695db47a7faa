package io.e2e.migrations.kubernetes.cluster;

import io.e2e.migrations.kubernetes.api.ApiObject;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A Kubernetes cluster for tests: starts empty and healthy, on 127.0.0.1 and a port of the kernel's choice. Objects are
 * what the test puts there, and {@link #troubles()} is what goes wrong. Thread-safe; close it.
 */
public final class TestCluster implements AutoCloseable {

    private final Vertx vertx;
    private final HttpServerOptions options;
    private HttpServer server;
    private final ObjectStore store = new ObjectStore();
    private final Troubles troubles = new Troubles();
    private final Kubelet kubelet;
    private final RestApi api;

    private TestCluster(Vertx vertx, HttpServerOptions options) {
        this.vertx = vertx;
        this.kubelet = new Kubelet(vertx, this.troubles);
        this.api = new RestApi(this.store, this.kubelet, this.troubles);
        this.options = options.setHost("127.0.0.1")
                .setPort(0)
                .setWebSocketSubProtocols(List.of(ChannelForward.PROTOCOL, SpdyForward.PROTOCOL));
        this.server = listen();
    }

    private HttpServer listen() {
        return await(this.vertx
                .createHttpServer(this.options)
                .requestHandler(this.api::handle)
                .exceptionHandler(error -> {})
                .listen());
    }

    /** A cluster that answers in clear text. */
    public static TestCluster start() {
        return start(new HttpServerOptions());
    }

    /** A cluster that answers over TLS and knows these clients' certificates. */
    public static TestCluster start(ServerCertificate certificate, ServerCertificate... clients) {
        PemTrustOptions known = new PemTrustOptions();
        Stream.of(clients)
                .forEach(client -> known.addCertPath(client.authority().toString()));
        return start(new HttpServerOptions()
                .setSsl(true)
                .setClientAuth(clients.length == 0 ? ClientAuth.NONE : ClientAuth.REQUEST)
                .setTrustOptions(clients.length == 0 ? null : known)
                .setKeyCertOptions(new PfxOptions()
                        .setPath(certificate.keyStore().toString())
                        .setPassword(ServerCertificate.PASSWORD)));
    }

    private static TestCluster start(HttpServerOptions options) {
        return new TestCluster(
                Vertx.vertx(new VertxOptions().setUseDaemonThread(true).setEventLoopPoolSize(2)), options);
    }

    /** The API server's URL. */
    public String url() {
        return (this.options.isSsl() ? "https" : "http") + "://127.0.0.1:" + port();
    }

    /** The API server's port. */
    public int port() {
        return this.server.actualPort();
    }

    /** What goes wrong. */
    public Troubles troubles() {
        return this.troubles;
    }

    /** Creates or replaces an object, as {@code kubectl apply} does. */
    public TestCluster put(HasMetadata object) {
        this.store.put(object);
        return this;
    }

    /** Deletes an object; a pod's connections end with it. */
    public void delete(HasMetadata object) {
        this.store.delete(
                ResourceType.of(object),
                object.getMetadata().getNamespace(),
                object.getMetadata().getName());
        if (ResourceType.of(object) == ResourceType.PODS) {
            this.kubelet.kill(object.getMetadata().getName());
        }
    }

    /** The process in this pod is the one that listens on this port of the machine. */
    public void listen(String pod, int port) {
        this.kubelet.listen(pod, port);
    }

    /** Nothing takes connections in this pod any more; those that it has stay. */
    public void refuse(String pod) {
        this.kubelet.refuse(pod);
    }

    /** What a container of this pod wrote before it was started again. */
    public void previousLog(String pod, String... lines) {
        this.kubelet.log(pod, true, List.of(lines));
    }

    /** What a container of this pod wrote since it was started. */
    public void log(String pod, String... lines) {
        this.kubelet.log(pod, false, List.of(lines));
    }

    /** All tunnels break without a goodbye. */
    public void cutTunnels() {
        this.kubelet.cutAll();
    }

    /** The API server goes away, and with it all tunnels. */
    public void goAway() {
        this.options.setPort(port());
        await(this.server.close());
        this.kubelet.cutAll();
    }

    /** The API server is there again, at the same port. */
    public void comeBack() {
        this.server = listen();
    }

    /** How many connections lead into pods now. */
    public int connections() {
        return this.kubelet.connections();
    }

    /** How many connections into pods were ever opened. */
    public int connectionsEver() {
        return this.kubelet.opened();
    }

    /** What was asked of the API server so far, such as {@code list pods}, {@code get secrets postgresql}. */
    public List<String> requests() {
        return List.copyOf(this.api.requests());
    }

    /** A header of the last request; {@code null} if it had none of this name. */
    public @Nullable String lastHeader(String name) {
        return this.api.lastHeaders().get(name);
    }

    /** Writes a kubeconfig whose only and current context has this name and leads here. */
    public Path kubeconfig(Path directory, String context) {
        return kubeconfig(directory, context, "token: test-token");
    }

    /** Writes a kubeconfig whose user has these lines of YAML. */
    public Path kubeconfig(Path directory, String context, String user) {
        return kubeconfig(directory, context, user, "");
    }

    /** Writes a kubeconfig whose user and cluster have these lines of YAML. */
    public Path kubeconfig(Path directory, String context, String user, String cluster) {
        String text = """
                apiVersion: v1
                kind: Config
                current-context: %s
                contexts:
                  - name: %s
                    context: {cluster: test, user: test}
                clusters:
                  - name: test
                    cluster:
                      server: "%s"
                %s
                users:
                  - name: test
                    user:
                %s
                """.formatted(
                        context,
                        context,
                        url(),
                        cluster.indent(6).stripTrailing(),
                        user.indent(6).stripTrailing());
        try {
            return Files.writeString(directory.resolve(context + ".kubeconfig"), text);
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    /** Reads objects from YAML, as {@code kubectl apply -f} does. */
    public static List<HasMetadata> objects(String yaml) {
        Object read = new KubernetesSerialization().unmarshal(yaml);
        return read instanceof List<?> list
                ? list.stream().map(HasMetadata.class::cast).toList()
                : List.of((HasMetadata) read);
    }

    /** Reads one object from YAML, as the API server would send it. */
    public static ApiObject object(String yaml) {
        Map<?, ?> fields = new KubernetesSerialization().unmarshal(yaml, Map.class);
        return new ApiObject(fields.get("kind") + " of a test", fields);
    }

    @Override
    public void close() {
        this.kubelet.cutAll();
        await(this.vertx.close());
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (Exception ex) {
            throw new IllegalStateException("the test cluster did not do it", ex);
        }
    }
}
