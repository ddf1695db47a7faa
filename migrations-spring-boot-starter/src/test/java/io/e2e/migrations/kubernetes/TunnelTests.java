package io.e2e.migrations.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.zaxxer.hikari.HikariDataSource;
import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.kubernetes.cluster.Eventually;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class TunnelTests {

    @TempDir
    Path directory;

    private Scene scene;

    @BeforeEach
    void deploy() {
        this.scene = new Scene(this.directory);
    }

    @AfterEach
    void close() {
        this.scene.close();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void listensOnTheLoopbackInterfaceOnly() throws IOException {
        try (TargetDatabase database = this.scene.open()) {
            assertThat(listeners(port(database))).containsExactly("0100007F");
        }
    }

    @Test
    void carriesMuchInBothDirections() throws SQLException {
        String much = "x".repeat(3_000_000);
        try (TargetDatabase database = this.scene.open();
                Connection connection = database.connect();
                PreparedStatement statement = connection.prepareStatement("SELECT ?::text")) {
            statement.setString(1, much);
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                assertThat(rows.getString(1)).isEqualTo(much);
            }
        }
    }

    @Test
    void followsAReplacedPodBehindTheSamePort() throws SQLException {
        try (TargetDatabase database = this.scene.open()) {
            DatabaseAddress before = database.address().orElseThrow();
            assertThat(Scene.query(database, "SELECT 1")).isEqualTo("1");

            this.scene.killPod();
            this.scene.startPod("postgresql-1");

            assertThat(Scene.query(database, "SELECT 2")).isEqualTo("2");
            assertThat(database.address()).contains(before);
            assertThat(database.description()).contains("pod postgresql-1,");
        }
    }

    @Test
    void waitsForThePodThatReplacesALostOne() throws SQLException {
        try (TargetDatabase database = this.scene.open()) {
            this.scene.killPod();
            this.scene.time.after(Duration.ofSeconds(10), () -> this.scene.startPod("postgresql-1"));

            assertThat(Scene.query(database, "SELECT 1")).isEqualTo("1");
            assertThat(this.scene.time.passed()).isGreaterThanOrEqualTo(Duration.ofSeconds(10));
        }
    }

    @Test
    void waitsForAnotherPodIfTheOneThatWasReadyIsGoneBeforeItIsReached() throws SQLException {
        try (TargetDatabase database = this.scene.open()) {
            this.scene.cluster.troubles().whenListed(this.scene::killPod);
            this.scene.time.after(Duration.ofSeconds(3), () -> this.scene.startPod("postgresql-1"));

            assertThat(Scene.query(database, "SELECT 1")).isEqualTo("1");
            assertThat(this.scene.cluster.requests())
                    .as("the probe's forward, and the one that came too late")
                    .filteredOn("create pods/portforward postgresql-0"::equals)
                    .hasSize(2);
            assertThat(database.description()).contains("pod postgresql-1,");
        }
    }

    @Test
    void saysThatTheConnectionWasLostIfNoPodComesBack() {
        try (TargetDatabase database = this.scene.open()) {
            this.scene.killPod();

            assertThat(catchThrowableOfType(DatabaseNotReadyException.class, database::connect))
                    .hasMessage(
                            "The connection was lost (08001) and PostgreSQL of service postgresql in namespace e2e did"
                                    + " not answer within 60 s: no pod has the labels app=postgresql\n"
                                    + "Action: Look at it with: kubectl -n e2e describe pods\n"
                                    + "If it only needs more time, raise e2e.migrations.kubernetes.ready-timeout.");
        }
    }

    @Test
    void losesTheStatementInFlightWithItsPodAndNothingElse() throws SQLException {
        try (TargetDatabase database = this.scene.open();
                Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            this.scene.cluster.troubles().whenSent("pg_sleep", () -> {
                this.scene.killPod();
                this.scene.startPod("postgresql-1");
            });

            assertThatThrownBy(() -> statement.execute("SELECT pg_sleep(60)"))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            ex -> assertThat(ex.getSQLState()).startsWith("08"));
            assertThat(Scene.query(database, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void tellsTheServersOwnErrorWhenThePodShutsDownInOrder() throws SQLException {
        try (TargetDatabase database = this.scene.open();
                Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            String pid = query(connection, "SELECT pg_backend_pid()");
            Scene.query(this.scene.database, "SELECT pg_terminate_backend(" + pid + ")");

            assertThatThrownBy(() -> statement.execute("SELECT 1"))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            ex -> assertThat(ex.getSQLState()).isEqualTo("57P01"));
        }
    }

    @Test
    void staysWithItsPodAsLongAsThatIsReady() throws SQLException {
        try (TargetDatabase database = this.scene.open()) {
            this.scene.objects.start(this.scene.cluster, "postgresql-newer");

            assertThat(Scene.query(database, "SELECT 1")).isEqualTo("1");
            assertThat(database.description()).contains("pod postgresql-0,");
        }
    }

    @Test
    void endsTheBackendOfAClientThatGoesAwayWithoutAWord() throws SQLException, IOException {
        try (TargetDatabase database = this.scene.open()) {
            Eventually.holds("the probe's connection has ended", () -> this.scene.cluster.connections() == 0);
            try (Connection connection = database.connect()) {
                assertThat(this.scene.cluster.connections()).isEqualTo(1);
                // Aborting closes the socket without the protocol's goodbye, as the end of a process does.
                connection.abort(Runnable::run);
            }

            Eventually.holds("the forward has ended too", () -> this.scene.cluster.connections() == 0);
        }
    }

    @Test
    void letsAPoolGoOnAfterItsPodWasReplacedAndItsTunnelsWereCut() throws SQLException {
        try (TargetDatabase database = this.scene.open();
                HikariDataSource pool = pool(database)) {
            assertThat(query(pool, "SELECT 1")).isEqualTo("1");

            this.scene.killPod();
            this.scene.startPod("postgresql-1");
            assertThat(queryAfterLoss(pool, "SELECT 2")).isEqualTo("2");

            this.scene.cluster.cutTunnels();
            assertThat(queryAfterLoss(pool, "SELECT 3")).isEqualTo("3");
        }
    }

    @Test
    void isOneForAllWhoUseTheSameService() throws SQLException {
        TargetDatabase one = this.scene.open();
        TargetDatabase other = this.scene.open();

        assertThat(port(one)).isEqualTo(port(other));
        assertThat(this.scene.links.open()).isEqualTo(1);

        one.close();
        assertThat(Scene.query(other, "SELECT 1")).isEqualTo("1");
        assertThatThrownBy(one::connect)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageEndingWith("is closed");

        one.close();
        assertThat(this.scene.links.open())
                .as("closing twice is the same as once")
                .isEqualTo(1);

        other.close();
        assertThat(this.scene.links.open()).isZero();
    }

    @Test
    void isAnotherForAnotherService() {
        this.scene.cluster.put(new ServiceBuilder(this.scene.objects.service())
                .editMetadata()
                .withName("postgres-2")
                .endMetadata()
                .build());

        try (TargetDatabase one = this.scene.open();
                TargetDatabase other = this.scene
                        .access(KubernetesSettings.defaults())
                        .open(this.scene.config().withPostgresService("postgres-2"))) {
            assertThat(port(one)).isNotEqualTo(port(other));
            assertThat(this.scene.links.open()).isEqualTo(2);
        }
    }

    @Test
    void leavesNoConnectionSocketOrThreadBehind() throws SQLException, IOException {
        TargetDatabase database = this.scene.open();
        int port = port(database);
        List<Connection> open = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            open.add(database.connect());
        }
        assertThat(tunnelThreads(port)).isNotEmpty();

        database.close();

        Eventually.holds("all forwards have ended", () -> this.scene.cluster.connections() == 0);
        Eventually.holds(
                "all threads of the tunnel have ended",
                () -> tunnelThreads(port).isEmpty());
        assertThat(listeners(port)).isEmpty();
        for (Connection connection : open) {
            assertThatThrownBy(() -> query(connection, "SELECT 1")).isInstanceOf(SQLException.class);
            connection.close();
        }
    }

    @Test
    void leavesNoThreadOfTheClientBehind() throws Exception {
        // A thread belongs to the group of the one that started it, so what other tests left running is not counted.
        ThreadGroup group = new ThreadGroup("the client and its tunnel");
        FutureTask<TargetDatabase> opening = new FutureTask<>(this.scene::open);
        new Thread(group, opening, "the opener").start();
        TargetDatabase database = opening.get();
        assertThat(ownThreads(group)).isNotEmpty();

        database.close();

        Eventually.holds(
                "every thread that was started has ended",
                () -> ownThreads(group).isEmpty());
    }

    private static HikariDataSource pool(TargetDatabase database) {
        DatabaseAddress address = database.address().orElseThrow();
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(address.jdbcUrl());
        pool.setUsername(address.user());
        pool.setPassword(address.password().value());
        pool.setMinimumIdle(0);
        pool.setMaximumPoolSize(3);
        return pool;
    }

    /** A pool does not test a connection that it lent a moment ago, so the first use may find that it is broken. */
    private static String queryAfterLoss(HikariDataSource pool, String sql) throws SQLException {
        try {
            return query(pool, sql);
        } catch (SQLException ex) {
            return query(pool, sql);
        }
    }

    private static String query(HikariDataSource pool, String sql) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            return query(connection, sql);
        }
    }

    private static String query(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
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
     * The threads of a group, without two that the libraries share in the whole JVM and end themselves when they were idle
     * for a while: Netty's after 1 s, the Kubernetes client's at one of its looks every 10 s.
     */
    private static List<String> ownThreads(ThreadGroup group) {
        return threads().stream()
                .filter(thread -> group.equals(thread.getThreadGroup()))
                .map(Thread::getName)
                .filter(name -> !name.startsWith("globalEventExecutor-"))
                .filter(name -> !name.startsWith("CachedSingleThreadScheduler-"))
                .toList();
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet();
    }
}
