package io.e2e.migrations.kubernetes;

import io.e2e.migrations.time.TimeSource;
import io.fabric8.kubernetes.client.PortForward;
import io.fabric8.kubernetes.client.http.WebSocketHandshakeException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all users of one service in this JVM share: the client of its cluster, what is known of the service, and the tunnel.
 * Thread-safe.
 */
final class ServiceLink implements AutoCloseable, Tunnel.PodDoor {

    private static final Logger LOG = LoggerFactory.getLogger(ServiceLink.class);

    private final ApiServer api;
    private final PostgresService service;
    private final TimeSource time;
    private @Nullable Tunnel tunnel;
    private @Nullable String joinedPod;
    private volatile @Nullable Throwable trouble;

    ServiceLink(ApiServer api, PostgresService service, TimeSource time) {
        this.api = api;
        this.service = service;
        this.time = time;
    }

    ApiServer api() {
        return this.api;
    }

    PostgresService service() {
        return this.service;
    }

    /** The tunnel, opened by the first who needs it. */
    synchronized Tunnel tunnel() {
        Tunnel open = this.tunnel;
        if (open == null) {
            open = Tunnel.open(this, this.time);
            this.tunnel = open;
        }
        return open;
    }

    /** Why the latest connection through the tunnel failed; empty if it did not, or if nobody said. */
    Optional<Throwable> trouble() {
        return Optional.ofNullable(this.trouble);
    }

    @Override
    public CompletableFuture<PortForward> enter(Joint joint) throws IOException {
        List<PodState> pods = this.service.pods();
        PodState pod = this.service.choose(pods).orElseThrow(() -> new IOException(this.service.trouble(pods)));
        int port = PostgresPort.inPod(this.service.definition(), pod.pod());
        announce(pod);
        this.trouble = null;
        return this.api.forward(pod.pod(), port, joint).whenComplete((started, failure) -> {
            if (failure != null) {
                refused(failure);
            }
        });
    }

    @Override
    public void refused(Throwable reason) {
        this.trouble = reason;
    }

    @Override
    public void ended(PortForward forward) {
        for (Throwable said : forward.getServerThrowables()) {
            Optional<WebSocketHandshakeException> handshake = ApiServer.find(WebSocketHandshakeException.class, said);
            this.trouble =
                    handshake.isPresent() ? this.api.refusedForward(this.service.namespace(), handshake.get()) : said;
        }
    }

    @Override
    public synchronized void close() {
        try {
            if (this.tunnel != null) {
                this.tunnel.close();
            }
        } finally {
            this.api.close();
        }
    }

    private synchronized void announce(PodState pod) {
        if (!pod.uid().equals(this.joinedPod)) {
            LOG.info(
                    "The tunnel at 127.0.0.1:{} to {} in namespace {} {} pod {}",
                    tunnel().port(),
                    this.service,
                    this.service.namespace(),
                    this.joinedPod == null ? "leads to" : "now leads to",
                    pod.name());
            this.joinedPod = pod.uid();
        }
    }
}
