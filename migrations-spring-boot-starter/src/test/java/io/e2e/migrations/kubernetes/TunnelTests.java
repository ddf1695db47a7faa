package io.e2e.migrations.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.zaxxer.hikari.HikariDataSource;
import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.database.TargetDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What goes through a tunnel, and what becomes of it when its pod does. */
class TunnelTests extends SceneOfATest {

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
            String pid = Scene.query(connection, "SELECT pg_backend_pid()");
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
            return Scene.query(connection, sql);
        }
    }
}
