package io.e2e.migrations.provision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.e2e.migrations.embedded.ForeignServer;
import io.e2e.migrations.testing.FixedTime;
import io.e2e.migrations.time.TimeSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try") // a connection that only stays
class MaintenanceSessionTests {

    private static final ForeignServer SERVER = ForeignServer.start();
    private static final String NAME = "session \"test\"";

    private final AtomicInteger opened = new AtomicInteger();
    private final MaintenanceSession session = new MaintenanceSession(this::connect, TimeSource.system());

    /** A session for which time passes only while it waits, so that it waits in no time. */
    private final MaintenanceSession hasty =
            new MaintenanceSession(this::connect, FixedTime.at("2026-11-22T10:00:00Z"));

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @AfterEach
    void clear() throws SQLException {
        this.session.drop(NAME);
        this.session.close();
        this.hasty.close();
    }

    private Connection connect() throws SQLException {
        this.opened.incrementAndGet();
        return SERVER.connect("postgres");
    }

    @Test
    void executeWhenServerEndedTheSessionRepeatsTheStatement() throws SQLException {
        this.session.execute("CREATE TEMP TABLE mine (id int)");
        SERVER.execute("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = 'postgres'"
                + " AND pid <> pg_backend_pid()");

        assertThat(this.session.query("SELECT to_regclass('mine')")).containsExactly("null");
        assertThat(this.opened).hasValue(2);
    }

    @Test
    void executeWhenTheStatementItselfEndsTheSessionFailsAndConnectsAgainLater() throws SQLException {
        this.session.execute("SELECT 1");
        assertThatThrownBy(() -> this.session.execute("SELECT pg_terminate_backend(pg_backend_pid())"))
                .isInstanceOf(SQLException.class);

        assertThat(this.session.query("SELECT 2")).containsExactly("2");
        assertThat(this.opened).hasValue(3);
    }

    @Test
    void queryWhenThereIsNoRowIsEmpty() throws SQLException {
        assertThat(this.session.query("SELECT 1 WHERE false")).isEmpty();
    }

    @Test
    void dropWhenASessionLeavesInTimeWaitsForIt() throws SQLException {
        this.session.create(NAME, null, "");
        try (Connection leaving = SERVER.connect(NAME)) {
            Thread dropping = new Thread(this::drop);
            dropping.start();
            leaving.close();
            join(dropping);
        }

        assertThat(SERVER.databases("session")).isEmpty();
    }

    @Test
    void dropWhenASessionStaysTerminatesIt() throws SQLException {
        this.session.create(NAME, null, "");
        try (Connection staying = SERVER.connect(NAME)) {
            this.hasty.drop(NAME);

            assertThat(staying.isValid(5)).isFalse();
        }
        assertThat(SERVER.databases("session")).isEmpty();
    }

    @Test
    void dropUnlessInUseWhenASessionIsInTheDatabaseFails() throws SQLException {
        this.session.create(NAME, null, "");
        try (Connection staying = SERVER.connect(NAME)) {
            assertThatThrownBy(() -> this.session.dropUnlessInUse(NAME))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            ex -> assertThat(ex.getSQLState()).isEqualTo("55006"));
            assertThat(staying.isValid(5)).isTrue();
        }
        assertThat(SERVER.databases("session")).containsExactly(NAME);
    }

    @Test
    void dropWhenDatabaseIsMissingDoesNothing() throws SQLException {
        this.session.drop("no_such_database");
    }

    @Test
    void awaitNobodyInWhenASessionStaysIsFalse() throws SQLException {
        this.session.create(NAME, null, "");
        try (Connection staying = SERVER.connect(NAME)) {
            assertThat(this.session.awaitNobodyIn(NAME, Duration.ofMillis(20))).isFalse();
            assertThat(staying.isValid(5)).isTrue();
        }
        assertThat(this.session.awaitNobodyIn(NAME, Duration.ofSeconds(30))).isTrue();
    }

    @Test
    void sealWhenASessionStaysTerminatesItAndAdmitsNobody() throws SQLException {
        this.session.create(NAME, null, "");
        try (Connection staying = SERVER.connect(NAME)) {
            this.hasty.seal(NAME);

            assertThat(staying.isValid(5)).isFalse();
        }
        assertThatThrownBy(() -> SERVER.connect(NAME)).isInstanceOf(SQLException.class);
    }

    private void drop() {
        try {
            this.session.drop(NAME);
        } catch (SQLException ex) {
            throw new IllegalStateException(ex);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException ex) {
            throw new IllegalStateException(ex);
        }
    }
}
