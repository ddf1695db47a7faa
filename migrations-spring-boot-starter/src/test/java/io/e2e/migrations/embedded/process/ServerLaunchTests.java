package io.e2e.migrations.embedded.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.e2e.migrations.embedded.binaries.BinaryArchive;
import io.e2e.migrations.embedded.binaries.BinaryStore;
import io.e2e.migrations.embedded.binaries.EmbeddedStartException;
import io.e2e.migrations.embedded.binaries.Programs;
import io.e2e.migrations.embedded.cluster.ClusterProvisioner;
import io.e2e.migrations.embedded.cluster.ClusterSpec;
import io.e2e.migrations.embedded.host.RunAs;
import io.e2e.migrations.embedded.host.RunAsChoice;
import io.e2e.migrations.embedded.host.ServerDirectories;
import io.e2e.migrations.time.Deadline;
import io.e2e.migrations.time.TimeSource;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ServerLaunchTests {

    private final RunAs runAs = RunAsChoice.forThisProcess();
    private final ServerDirectories directories = ServerDirectories.choose(null, null, this.runAs);
    private final Deadline deadline = Deadline.in(Duration.ofSeconds(60), TimeSource.system());
    private ServerDirectory directory;

    @BeforeEach
    void makeADirectory() throws IOException {
        this.directory = ServerDirectory.create(this.directories.servers(), this.runAs);
    }

    @AfterEach
    void removeIt() {
        this.directory.close();
    }

    @Test
    void runWhenPortIsTakenTriesAnother() throws IOException {
        // Making the cluster, where the cache has none, would take ports too.
        run(PostgresProcess::freePort).close();
        makeADirectory();
        try (ServerSocket busy = PostgresProcess.listen(0)) {
            int free = PostgresProcess.freePort();
            Queue<Integer> ports = new ArrayDeque<>(List.of(busy.getLocalPort(), busy.getLocalPort(), free));
            try (PostgresServer server = run(ports::remove)) {
                assertThat(server.port()).isEqualTo(free);
            }
        }
    }

    @Test
    void runWhenAllPortsAreTakenFailsWithTheLog() throws IOException {
        try (ServerSocket busy = PostgresProcess.listen(0)) {
            assertThatThrownBy(() -> run(busy::getLocalPort))
                    .isInstanceOf(EmbeddedStartException.class)
                    .hasMessageStartingWith(
                            "The embedded PostgreSQL 18.6 did not start: it could not listen on any of 5"
                                    + " ports of 127.0.0.1. The end of its output:")
                    .hasMessageContaining("Address already in use");
        }
    }

    @Test
    void runWhenTheOnlyPortIsTakenNamesThePropertyThatAsksForIt() throws IOException {
        try (ServerSocket busy = PostgresProcess.listen(0)) {
            int port = busy.getLocalPort();
            assertThatThrownBy(() -> run(new ServerLaunch(programs(), this.directory, port)))
                    .isInstanceOf(EmbeddedStartException.class)
                    .hasMessageStartingWith("The embedded PostgreSQL 18.6 did not start: it could not listen on port "
                            + port + " of 127.0.0.1, which e2e.migrations.embedded.port asks for.")
                    .hasMessageEndingWith("""
                            Action: End the process that listens there, choose another e2e.migrations.embedded.port, or \
                            remove it, so that each server chooses a port. A port serves one server: tests whose \
                            e2e.migrations.embedded properties or e2e.migrations.postgres-password differ have a server \
                            each, and so have the JVMs of a build.""");
        }
    }

    private PostgresServer run(IntSupplier ports) throws IOException {
        return run(new ServerLaunch(programs(), this.directory, ports, ServerLaunch.ATTEMPTS));
    }

    private Programs programs() {
        return new BinaryStore(this.directories.cache(), this.runAs).provide(BinaryArchive.find(), this.deadline);
    }

    private PostgresServer run(ServerLaunch launch) throws IOException {
        return new ClusterProvisioner(this.directories.cache(), launch)
                .provide(ClusterSpec.of(programs(), Map.of(), "", server -> {}), this.deadline)
                .server();
    }
}
