package io.e2e.migrations.kubernetes.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.zaxxer.hikari.HikariDataSource;
import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.kubernetes.AbstractKubernetesTests;
import io.e2e.migrations.kubernetes.DatabaseNotReadyException;
import io.e2e.migrations.testing.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Connections go through the tunnel to the ready pod, also after the pod was replaced. */
class TunnelTests extends AbstractKubernetesTests {

    @Test
    void tunnelCarriesLargeMessagesInBothDirections() throws SQLException {
        String much = "x".repeat(3_000_000);
        try (TargetDatabase database = this.fixture.open();
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
    void connectWhenPodWasReplacedUsesSamePort() throws SQLException {
        try (TargetDatabase database = this.fixture.open()) {
            DatabaseAddress before = database.address().orElseThrow();
            assertThat(Sql.value(database, "SELECT 1")).isEqualTo("1");

            this.fixture.killPod();
            this.fixture.startPod("postgresql-1");

            assertThat(Sql.value(database, "SELECT 2")).isEqualTo("2");
            assertThat(database.address()).contains(before);
            assertThat(database.description()).contains("pod postgresql-1,");
        }
    }

    @Test
    void connectWhenPodIsGoneWaitsForReplacement() throws SQLException {
        try (TargetDatabase database = this.fixture.open()) {
            this.fixture.killPod();
            this.fixture.time().after(Duration.ofSeconds(10), () -> this.fixture.startPod("postgresql-1"));

            assertThat(Sql.value(database, "SELECT 1")).isEqualTo("1");
            assertThat(this.fixture.time().passed()).isGreaterThanOrEqualTo(Duration.ofSeconds(10));
        }
    }

    @Test
    void connectWhenPodDisappearsAfterListingWaitsForReplacement() throws SQLException {
        try (TargetDatabase database = this.fixture.open()) {
            database.connect().close();
            this.fixture.cluster().troubles().whenListed(this.fixture::killPod);
            this.fixture.time().after(Duration.ofSeconds(3), () -> this.fixture.startPod("postgresql-1"));

            assertThat(Sql.value(database, "SELECT 1")).isEqualTo("1");
            assertThat(this.fixture.cluster().requests())
                    .as("the first connection's forward, and the one that came too late")
                    .filteredOn("create pods/portforward postgresql-0"::equals)
                    .hasSize(2);
            assertThat(database.description()).contains("pod postgresql-1,");
        }
    }

    @Test
    void connectWhenNoPodComesBackThrows() {
        try (TargetDatabase database = this.fixture.open()) {
            this.fixture.killPod();

            assertThat(catchThrowableOfType(DatabaseNotReadyException.class, database::connect))
                    .hasMessage(
                            "The connection was lost (08001), and PostgreSQL of service postgresql in namespace e2e did"
                                    + " not answer within 60 s: no pod has the labels app=postgresql\n"
                                    + "Action: Inspect the pods with: kubectl -n e2e describe pods\n"
                                    + "If PostgreSQL only needs more time, raise e2e.migrations.kubernetes.ready-timeout.");
        }
    }

    @Test
    void statementInFlightWhenPodDiesFailsAndNextConnectionWorks() throws SQLException {
        try (TargetDatabase database = this.fixture.open();
                Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            this.fixture.cluster().troubles().whenSent("pg_sleep", () -> {
                this.fixture.killPod();
                this.fixture.startPod("postgresql-1");
            });

            assertThatThrownBy(() -> statement.execute("SELECT pg_sleep(60)"))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            ex -> assertThat(ex.getSQLState()).startsWith("08"));
            assertThat(Sql.value(database, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void statementWhenServerShutsDownReportsErrorOfServer() throws SQLException {
        try (TargetDatabase database = this.fixture.open();
                Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            String pid = Sql.value(connection, "SELECT pg_backend_pid()");
            Sql.value(this.fixture.database(), "SELECT pg_terminate_backend(" + pid + ")");

            assertThatThrownBy(() -> statement.execute("SELECT 1"))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            ex -> assertThat(ex.getSQLState()).isEqualTo("57P01"));
        }
    }

    @Test
    void connectWhenNewerPodAppearsStaysWithReadyPod() throws SQLException {
        try (TargetDatabase database = this.fixture.open()) {
            this.fixture.objects().start(this.fixture.cluster(), "postgresql-newer");

            assertThat(Sql.value(database, "SELECT 1")).isEqualTo("1");
            assertThat(database.description()).contains("pod postgresql-0,");
        }
    }

    @Test
    void poolWhenPodWasReplacedAndTunnelsWereCutRecovers() throws SQLException {
        try (TargetDatabase database = this.fixture.open();
                HikariDataSource pool = pool(database)) {
            assertThat(query(pool, "SELECT 1")).isEqualTo("1");

            this.fixture.killPod();
            this.fixture.startPod("postgresql-1");
            assertThat(queryAfterLoss(pool, "SELECT 2")).isEqualTo("2");

            this.fixture.cluster().cutTunnels();
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

    /** A pool does not test a connection that it returned a moment ago, so the first use may find that it is broken. */
    private static String queryAfterLoss(HikariDataSource pool, String sql) throws SQLException {
        try {
            return query(pool, sql);
        } catch (SQLException ex) {
            return query(pool, sql);
        }
    }

    private static String query(HikariDataSource pool, String sql) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            return Sql.value(connection, sql);
        }
    }
}
