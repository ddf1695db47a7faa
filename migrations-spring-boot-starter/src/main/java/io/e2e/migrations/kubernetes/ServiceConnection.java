package io.e2e.migrations.kubernetes;

import io.e2e.migrations.kubernetes.api.ApiServer;
import io.e2e.migrations.kubernetes.tunnel.Tunnel;
import io.e2e.migrations.provision.SharedResources;
import io.e2e.migrations.time.TimeSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The connection to one service, which all databases of this JVM on that service share: the API server, the service, and
 * the tunnel. Thread-safe.
 */
final class ServiceConnection implements SharedResources.Resource {

    private final ApiServer api;
    private final PostgresService service;
    private final TimeSource time;
    private @Nullable Tunnel tunnel;
    private volatile boolean reached;

    ServiceConnection(ApiServer api, PostgresService service, TimeSource time) {
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

    /** Returns the tunnel; the first call opens it. */
    synchronized Tunnel tunnel() {
        Tunnel open = this.tunnel;
        if (open == null) {
            open = Tunnel.open(this.service.toString(), this.api, this.service::readyPort, this.time);
            this.tunnel = open;
        }
        return open;
    }

    /** Whether PostgreSQL has answered once, so that an API server that cannot be reached now is probably restarting. */
    boolean wasReached() {
        return this.reached;
    }

    void setReached() {
        this.reached = true;
    }

    /** Why the latest connection through the tunnel failed; empty if it did not fail, or if the reason is unknown. */
    Optional<Throwable> tunnelFailure() {
        return tunnel().failure().map(failure -> this.api.explainForward(this.service.namespace(), failure));
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
}
