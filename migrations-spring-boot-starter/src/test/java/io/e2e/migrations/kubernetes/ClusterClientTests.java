package io.e2e.migrations.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.Config;
import io.vertx.core.Context;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ClusterClientTests {

    @Test
    void opensWebSocketsOnAnEventLoopWhereTheirFirstMessagesCannotBeMissed() throws Exception {
        try (ClusterClient client = ClusterClient.open(Config.empty())) {
            assertThat(client.onEventLoop(Context::isOnEventLoopThread).get(20, TimeUnit.SECONDS))
                    .isTrue();
        }
    }

    @Test
    void tellsWhatWentWrongThere() {
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
    void leavesNoTraceInTheSystemProperties() {
        String before = System.getProperty("vertx.disableDnsResolver");

        ClusterClient.open(Config.empty()).close();

        assertThat(System.getProperty("vertx.disableDnsResolver")).isEqualTo(before);
    }
}
