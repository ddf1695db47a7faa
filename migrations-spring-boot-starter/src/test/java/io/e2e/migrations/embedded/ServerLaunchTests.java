package io.e2e.migrations.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.e2e.migrations.embedded.binaries.EmbeddedStartException;
import io.e2e.migrations.embedded.host.HostEnvironment;
import io.e2e.migrations.embedded.process.PortChoice;
import io.e2e.migrations.embedded.process.PostgresServer;
import io.e2e.migrations.time.Deadline;
import io.e2e.migrations.time.TimeSource;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ServerLaunchTests {

    private static final EmbeddedSettings SETTINGS = EmbeddedSettings.defaults();

    @BeforeAll
    static void prepareTheCluster() {
        start(PortChoice.free()).close();
    }

    @Test
    void serverThatLosesItsPortTriesAnother() throws IOException {
        try (ServerSocket busy = PortChoice.listen(0)) {
            int free = PortChoice.free().next();
            Queue<Integer> ports = new ArrayDeque<>(List.of(busy.getLocalPort(), busy.getLocalPort(), free));
            try (PostgresServer server = start(ports::remove)) {
                assertThat(server.port()).isEqualTo(free);
            }
        }
    }

    @Test
    void serverThatNeverGetsAPortFailsWithItsLog() throws IOException {
        try (ServerSocket busy = PortChoice.listen(0)) {
            assertThatThrownBy(() -> start(busy::getLocalPort))
                    .isInstanceOf(EmbeddedStartException.class)
                    .hasMessageStartingWith(
                            "The embedded PostgreSQL 18.6 did not start: it could not listen on any of 5"
                                    + " ports of 127.0.0.1. The end of its output:")
                    .hasMessageContaining("Address already in use");
        }
    }

    private static PostgresServer start(PortChoice ports) {
        Deadline deadline = Deadline.in(Duration.ofSeconds(60), TimeSource.system());
        return new ServerStart(SETTINGS, HostEnvironment.of(null, null), ports, deadline).run("", running -> {});
    }
}
