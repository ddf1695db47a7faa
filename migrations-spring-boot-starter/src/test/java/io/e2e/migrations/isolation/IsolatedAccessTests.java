package io.e2e.migrations.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.provision.DatabaseProvisioner;
import io.e2e.migrations.testing.Sql;
import io.e2e.migrations.testing.TestDatabases;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What tests get one after another, and what becomes of the databases that they leave. */
class IsolatedAccessTests {

    private static final String COUNT = "SELECT count(*) FROM a";
    private static final String ADD = "INSERT INTO a VALUES (1)";

    private final WatchedServer server = new WatchedServer(
            TestDatabases.access().server(MigrationConfig.defaults().databaseRequest(), null));
    private final IsolatedAccess access = new IsolatedAccess(
            Isolation.METHOD, (request, template) -> DatabaseProvisioner.open(this.server, null), request -> null);
    private final TargetDatabase database =
            this.access.open(MigrationConfig.defaults().databaseRequest());
    private final HikariDataSource pool = this.access.pool(this.database);
    private final JdbcClient jdbc = JdbcClient.create(this.pool);

    @BeforeEach
    void startContext() {
        this.jdbc.sql("CREATE TABLE a (id int)").update();
    }

    @AfterEach
    void endContext() {
        this.server.permitDrops();
        this.pool.close();
        this.database.close();
    }

    private long rows() {
        return this.jdbc.sql(COUNT).query(Long.class).single();
    }

    private String name() {
        return this.jdbc.sql("SELECT current_database()").query(String.class).single();
    }

    private void nextTest() {
        this.access.afterMethod("test");
        this.access.beforeMethod("test");
    }

    @Test
    void refreshWhenContextIsReadyGivesWhatItsStartLeft() {
        this.jdbc.sql(ADD).update();
        this.access.contextIsReady();

        for (int test = 1; test <= 3; test++) {
            nextTest();
            assertThat(rows()).isEqualTo(1);
            this.jdbc.sql(ADD).update();
        }
    }

    @Test
    void refreshWhenContextWasNotReadyGivesWhatItLeftBeforeTheFirstTest() {
        nextTest();
        this.jdbc.sql(ADD).update();
        nextTest();

        assertThat(rows()).isZero();
    }

    @Test
    void refreshWhenNobodyUsedTheDatabaseKeepsIt() {
        this.access.contextIsReady();
        String first = this.database.description();
        nextTest();
        assertThat(this.database.description()).isEqualTo(first);

        rows();
        nextTest();
        assertThat(this.database.description()).isNotEqualTo(first);
    }

    @Test
    void connectionWhenOpenedBeforeTheSwitchStaysInItsDatabase() throws SQLException {
        nextTest();
        try (Connection old = this.pool.getConnection()) {
            JdbcClient.create(new org.springframework.jdbc.datasource.SingleConnectionDataSource(old, true))
                    .sql(ADD)
                    .update();
            String before = old.getCatalog();
            nextTest();
            nextTest();

            assertThat(rows()).isZero();
            assertThat(name()).isNotEqualTo(before);
            assertThat(JdbcClient.create(new org.springframework.jdbc.datasource.SingleConnectionDataSource(old, true))
                            .sql(COUNT)
                            .query(Long.class)
                            .single())
                    .isEqualTo(1);
            assertThat(this.server.existing()).contains(before);
        }
    }

    @Test
    void poolWhenManyConnectionsAreOpenLeadsToOneDatabase() throws SQLException {
        for (int test = 1; test <= 5; test++) {
            nextTest();
            Set<String> seen = new HashSet<>();
            List<Connection> held =
                    IntStream.range(0, 4).mapToObj(number -> connection()).toList();
            for (Connection connection : held) {
                seen.add(connection.getCatalog());
                connection.close();
            }
            seen.add(name());
            assertThat(seen).hasSize(1);
        }
    }

    private Connection connection() {
        try {
            return this.pool.getConnection();
        } catch (SQLException ex) {
            throw new IllegalStateException(ex);
        }
    }

    @Test
    void refreshWhenDropsAreSlowDoesNotWait() {
        this.server.holdDrops();
        Set<String> seen = new HashSet<>();
        for (int test = 1; test <= DatabasePool.MOST_LEFT; test++) {
            nextTest();
            seen.add(name());
        }

        assertThat(seen).hasSize(DatabasePool.MOST_LEFT);
        assertThat(this.server.existing()).containsAll(seen);
    }

    @Test
    void refreshWhenTestsAreQuickLeavesOnlySoManyDatabases() {
        Set<String> seen = new HashSet<>();
        for (int test = 1; test <= DatabasePool.MOST + 16; test++) {
            nextTest();
            seen.add(name());
        }

        assertThat(seen).hasSize(DatabasePool.MOST + 16);
        assertThat(this.server.existing()).hasSizeLessThanOrEqualTo(DatabasePool.MOST + 5);
    }

    @Test
    void refreshWhenConnectionsAreNeverClosedDropsTheirDatabasesAtLast() throws SQLException {
        this.pool.setMaximumPoolSize(DatabasePool.MOST);
        Set<String> used = new HashSet<>();
        for (int test = 1; test <= DatabasePool.MOST_LEFT + 2; test++) {
            nextTest();
            used.add(connection().getCatalog());
        }

        this.server.awaitDrop(used);
    }

    static List<Throwable> failures() {
        return List.of(new IllegalStateException("no room"), new NoClassDefFoundError("org/example/Missing"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void refreshWhenADatabaseCannotBeMadeFailsForTheTestThatNeedsIt(Throwable failure) {
        this.access.contextIsReady();
        this.server.failToMake(failure);
        assertThatThrownBy(() -> {
                    for (int test = 1; test <= 10; test++) {
                        nextTest();
                        rows();
                    }
                })
                .isSameAs(failure);

        nextTest();
        assertThat(rows()).isZero();
    }

    @ParameterizedTest
    @MethodSource("failures")
    void refreshWhenADropHasFailedGoesOnDropping(Throwable failure) {
        this.server.failToDrop(failure);
        Set<String> used = new HashSet<>();
        for (int test = 1; test <= 5; test++) {
            nextTest();
            used.add(name());
        }

        this.server.awaitDrop(used);
    }

    @Test
    void connectWhenDatabaseHasSwitchedLeadsToThePresentOne() throws SQLException {
        nextTest();
        rows();
        nextTest();

        try (Connection connection = this.database.connect()) {
            assertThat(connection.getCatalog())
                    .isEqualTo(name())
                    .isEqualTo(this.database.address().orElseThrow().database());
        }
    }

    @Test
    void beforeMethodWhenAnotherMethodRunsWaitsAndSwitchesThen() throws Exception {
        nextTest();
        String first = name();
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            Future<String> second = other.submit(() -> {
                this.access.beforeMethod("other");
                return name();
            });
            this.jdbc.sql(ADD).update();
            assertThat(name()).isEqualTo(first);
            assertThat(rows()).isEqualTo(1);
            this.access.afterMethod("test");

            assertThat(second.get()).isNotEqualTo(first);
        } finally {
            other.shutdownNow();
        }
    }

    @Test
    void poolWhenEarlierTestsLeftConnectionsOpenHasItsWholeSize() throws SQLException {
        this.pool.setMaximumPoolSize(2);
        this.pool.setConnectionTimeout(Duration.ofSeconds(10).toMillis());
        for (int test = 1; test <= 5; test++) {
            nextTest();
            Connection left = connection();
            try (Connection second = connection()) {
                assertThat(left.getCatalog()).isEqualTo(second.getCatalog());
                assertThat(this.pool.getHikariPoolMXBean().getTotalConnections())
                        .isEqualTo(this.pool.getMaximumPoolSize());
            }
        }
    }

    @Test
    void connectionWhenServerEndedTheOneMadeAheadIsANewOne() throws SQLException {
        for (int test = 1; test <= 5; test++) {
            nextTest();
            name();
            this.server.terminateSessions();
        }
    }

    @Test
    void poolWhenDatabaseWasOpenedElsewhereFails() {
        try (TargetDatabase foreign = TestDatabases.create()) {
            assertThatThrownBy(() -> this.access.pool(foreign)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void keepPresentWhenTestsGoOnLeavesTheDatabase() {
        nextTest();
        String kept = name();
        assertThat(this.access.keepPresent("a test failed"))
                .singleElement()
                .asString()
                .matches("jdbc:postgresql://127.0.0.1:\\d+/" + kept
                        + " as slm_user with password \\S+, until the embedded server ends");
        nextTest();
        rows();
        this.database.close();

        assertThat(exists(kept)).isTrue();
    }

    private static boolean exists(String name) {
        try (TargetDatabase other = TestDatabases.create()) {
            return !Sql.column(other, "SELECT datname FROM pg_database WHERE datname = '" + name + "'")
                    .isEmpty();
        }
    }
}
