package io.e2e.migrations.kubernetes.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.Config;
import io.vertx.core.Context;
import io.vertx.core.impl.VertxInternal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ClusterClientTests {

    @Test
    void onEventLoopRunsActionOnEventLoop() throws Exception {
        try (ClusterClient client = open()) {
            assertThat(client.onEventLoop(Context::isOnEventLoopThread).get(20, TimeUnit.SECONDS))
                    .isTrue();
        }
    }

    @Test
    void onEventLoopWhenActionFailsCompletesExceptionally() {
        try (ClusterClient client = open()) {
            CompletableFuture<Object> failed = client.onEventLoop(() -> {
                throw new IllegalStateException("no");
            });

            assertThat(failed)
                    .failsWithin(20, TimeUnit.SECONDS)
                    .withThrowableThat()
                    .withRootCauseInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void eventLoopWhenBlockedIsNotReported() {
        ClusterClient client = open();
        try (client) {
            VertxInternal loops = (VertxInternal) client.loops();

            assertThat(loops.maxEventLoopExecTime())
                    .isGreaterThan(Duration.ofDays(1).toNanos());
        }
    }

    @Test
    void openRestoresSystemProperties() {
        String before = System.getProperty("vertx.disableDnsResolver");

        open().close();

        assertThat(System.getProperty("vertx.disableDnsResolver")).isEqualTo(before);
    }

    private static ClusterClient open() {
        return ClusterClient.open(
                () -> new ClientSettings(Config.empty(), new ClientTls(List.of(), List.of()), null, null), false);
    }
}
