package io.e2e.migrations.kubernetes.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.kubernetes.AbstractKubernetesTests;
import io.e2e.migrations.kubernetes.KubernetesSettings;
import io.e2e.migrations.kubernetes.cluster.Eventually;
import io.e2e.migrations.testing.Sql;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A tunnel's sockets, connections and threads are shared, and end with it. */
class TunnelResourceTests extends AbstractKubernetesTests {

    @Test
    @EnabledOnOs(OS.LINUX)
    void tunnelListensOnLoopbackOnly() throws IOException {
        try (TargetDatabase database = this.fixture.open()) {
            assertThat(listeners(port(database))).containsExactly("0100007F");
        }
    }

    @Test
    void forwardWhenClientDisappearsEnds() throws SQLException, IOException {
        try (TargetDatabase database = this.fixture.open()) {
            try (Connection connection = database.connect()) {
                assertThat(this.fixture.cluster().connections())
                        .as("that of the probe, handed out")
                        .isEqualTo(1);
                // Aborting closes the socket without the protocol's goodbye, as the end of a process does.
                connection.abort(Runnable::run);
            }

            Eventually.holds(
                    "the forward has ended too", () -> this.fixture.cluster().connections() == 0);
        }
    }

    @Test
    void tunnelIsSharedByDatabasesOfOneService() throws SQLException {
        TargetDatabase one = this.fixture.open();
        TargetDatabase other = this.fixture.open();

        assertThat(port(one)).isEqualTo(port(other));
        assertThat(this.fixture.openConnections()).isEqualTo(1);

        one.close();
        assertThat(Sql.value(other, "SELECT 1")).isEqualTo("1");
        assertThatThrownBy(one::connect)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageEndingWith("is closed");

        one.close();
        assertThat(this.fixture.openConnections())
                .as("closing twice is the same as once")
                .isEqualTo(1);

        other.close();
        assertThat(this.fixture.openConnections()).isZero();
    }

    @Test
    void tunnelForAnotherServiceIsSeparate() {
        this.fixture
                .cluster()
                .put(new ServiceBuilder(this.fixture.objects().service())
                        .editMetadata()
                        .withName("postgres-2")
                        .endMetadata()
                        .build());

        try (TargetDatabase one = this.fixture.open();
                TargetDatabase other = this.fixture
                        .access(KubernetesSettings.defaults())
                        .open(this.fixture
                                .config()
                                .withPostgresService("postgres-2")
                                .databaseRequest())) {
            assertThat(port(one)).isNotEqualTo(port(other));
            assertThat(this.fixture.openConnections()).isEqualTo(2);
        }
    }

    @Test
    void closeEndsConnectionsSocketsAndThreads() throws SQLException, IOException {
        TargetDatabase database = this.fixture.open();
        int port = port(database);
        List<Connection> open = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            open.add(database.connect());
        }
        assertThat(tunnelThreads(port)).isNotEmpty();

        database.close();

        Eventually.holds("all forwards have ended", () -> this.fixture.cluster().connections() == 0);
        Eventually.holds(
                "all threads of the tunnel have ended",
                () -> tunnelThreads(port).isEmpty());
        assertThat(listeners(port)).isEmpty();
        for (Connection connection : open) {
            assertThatThrownBy(() -> Sql.value(connection, "SELECT 1")).isInstanceOf(SQLException.class);
            connection.close();
        }
    }

    @Test
    void closeEndsThreadsOfClient() throws Exception {
        // A thread belongs to the group of the one that started it, so what other tests left running is not counted.
        ThreadGroup group = new ThreadGroup("the client and its tunnel");
        FutureTask<TargetDatabase> opening = new FutureTask<>(this.fixture::open);
        new Thread(group, opening, "the opener").start();
        TargetDatabase database = opening.get();
        assertThat(ownThreads(group)).isNotEmpty();

        database.close();

        Eventually.holds(
                "every thread that was started has ended",
                () -> ownThreads(group).isEmpty());
    }

    private static int port(TargetDatabase database) {
        return database.address().orElseThrow().port();
    }

    /** The local addresses that listen on a port, as the kernel writes them; 0A is its word for listening. */
    private static List<String> listeners(int port) throws IOException {
        List<String> found = new ArrayList<>();
        for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            for (String line : Files.readAllLines(Path.of(table))) {
                String[] fields = line.strip().split("\\s+");
                if (fields[1].endsWith(String.format(":%04X", port)) && fields[3].equals("0A")) {
                    found.add(fields[1].substring(0, fields[1].indexOf(':')));
                }
            }
        }
        return found;
    }

    private static List<String> tunnelThreads(int port) {
        return threads().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("e2e-migrations-tunnel-" + port))
                .toList();
    }

    /**
     * The threads of a group, without three that the libraries share in the whole JVM and end themselves when they were idle
     * for a while: Netty's after 1 s, the Kubernetes client's at one of its looks every 10 s, the driver's after 30 s.
     */
    private static List<String> ownThreads(ThreadGroup group) {
        return threads().stream()
                .filter(thread -> group.equals(thread.getThreadGroup()))
                .map(Thread::getName)
                .filter(name -> !name.startsWith("globalEventExecutor-"))
                .filter(name -> !name.startsWith("CachedSingleThreadScheduler-"))
                .filter(name -> !name.startsWith("PostgreSQL-JDBC-Cleaner"))
                .toList();
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet();
    }
}
