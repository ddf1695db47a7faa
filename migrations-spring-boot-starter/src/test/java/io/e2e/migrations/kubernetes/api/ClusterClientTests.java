package io.e2e.migrations.kubernetes.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.Config;
import io.vertx.core.Context;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ClusterClientTests {

    @Test
    void onEventLoopRunsActionOnEventLoop() throws Exception {
        try (ClusterClient client = ClusterClient.open(Config.empty())) {
            assertThat(client.onEventLoop(Context::isOnEventLoopThread).get(20, TimeUnit.SECONDS))
                    .isTrue();
        }
    }

    @Test
    void onEventLoopWhenActionFailsCompletesExceptionally() {
        try (ClusterClient client = ClusterClient.open(Config.empty())) {
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
    void openRestoresSystemProperties() {
        String before = System.getProperty("vertx.disableDnsResolver");

        ClusterClient.open(Config.empty()).close();

        assertThat(System.getProperty("vertx.disableDnsResolver")).isEqualTo(before);
    }
}
