package io.e2e.migrations.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.config.MigrationException;
import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.database.TargetDatabase;
import java.net.SocketTimeoutException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the whole message of each exception of a session. */
class SessionErrorsTests {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    @ParameterizedTest
    @ValueSource(strings = {"28P01", "28000"})
    void unreachableWhenPasswordIsRefusedNamesPropertiesOfUserAndPassword(String state) {
        SQLException cause = new SQLException("FATAL: password authentication failed for user \"slm_user\"", state);
        assertThat(unreachable(cause)).hasMessage("""
                Cannot connect to a database: FATAL: password authentication failed for user "slm_user" (SQLSTATE %s)
                Action: Check e2e.migrations.postgres-user and e2e.migrations.postgres-password.""".formatted(state)).hasCause(cause);
    }

    @Test
    void unreachableWhenDatabaseIsUnknownNamesItsProperty() {
        assertThat(unreachable(new SQLException("FATAL: database \"a\" does not exist", "3D000")))
                .hasMessage("""
                Cannot connect to a database: FATAL: database "a" does not exist (SQLSTATE 3D000)
                Action: Check e2e.migrations.postgres-db: the server has no database of that name.""");
    }

    @Test
    void unreachableWhenServerHasNoFreeConnectionSaysWhatToClose() {
        assertThat(unreachable(new SQLException("FATAL: too many clients already", "53300")))
                .hasMessage("""
                Cannot connect to a database: FATAL: too many clients already (SQLSTATE 53300)
                Action: The server has no free connection: close connection pools or make them smaller, or raise \
                max_connections.""");
    }

    @Test
    void unreachableWhenConnectionIsRefusedSaysWhatToCheck() {
        MigrationException error = unreachable(new SQLException("Connection refused", "08001"));
        assertThat(error).hasMessage("""
                Cannot connect to a database: Connection refused (SQLSTATE 08001)
                Action: Check that the server is running and that this machine can reach it; if it is only slow, raise \
                e2e.migrations.connect-timeout.""");
        assertThat(((DatabaseUnreachableException) error).sqlState()).isEqualTo("08001");
    }

    @Test
    void unreachableWhenCauseIsTimeoutIsConnectTimeout() {
        SQLException cause = new SQLException(
                "The connection attempt failed.",
                "08001",
                new IllegalStateException(new SocketTimeoutException("timed out")));
        assertThat(unreachable(cause))
                .isInstanceOf(ConnectTimeoutException.class)
                .hasMessage("""
                No answer from a database within 10000 ms.
                Action: Check that the server is running and that no firewall drops packets; if the server is only slow, \
                raise e2e.migrations.connect-timeout.""")
                .hasCause(cause);
    }

    @Test
    void queryFailedKeepsServersError() {
        SQLException cause = new SQLException("ERROR: permission denied for table pg_class", "42501");
        assertThat(QueryFailedException.of("Could not check the state of a database", cause, List.of()))
                .isInstanceOf(QueryFailedException.class)
                .hasMessage("""
                        Could not check the state of a database: ERROR: permission denied for table pg_class (SQLSTATE \
                        42501)
                        Action: Fix what the server names, and run again.""")
                .hasCause(cause);
    }

    @Test
    void queryFailedWhenRightsAreMissingHasEachStatementOnce() {
        SQLException cause = new SQLException("ERROR: permission denied for table t", "42501");
        List<MissingRight> missing = List.of(
                new MissingRight("CREATE on database d, to make schema s", "GRANT CREATE ON DATABASE d TO r"),
                new MissingRight("CREATE on database d, to make extension x", "GRANT CREATE ON DATABASE d TO r"),
                new MissingRight("ownership of t, which role o has", "GRANT o TO r"));
        assertThat(QueryFailedException.of("Could not check the state of a database", cause, missing))
                .hasMessage("""
                Could not check the state of a database: ERROR: permission denied for table t (SQLSTATE 42501)
                The role lacks:
                  - CREATE on database d, to make schema s
                  - CREATE on database d, to make extension x
                  - ownership of t, which role o has
                Action: As a superuser, run this in the database, and then apply the migrations again:
                  GRANT CREATE ON DATABASE d TO r;
                  GRANT o TO r;""");
    }

    @Test
    void queryFailedWhenConnectionIsLostIsConnectionLost() {
        SQLException cause = new SQLException("An I/O error occurred while sending to the backend.", "08006");
        assertThat(QueryFailedException.of("Could not check the state of a database", cause, List.of()))
                .isInstanceOf(ConnectionLostException.class)
                .hasMessage("""
                        Could not check the state of a database: the connection was lost: An I/O error occurred while \
                        sending to the backend. (SQLSTATE 08006)
                        Action: Check that the server is running, and run again: each migration is applied as a whole or not \
                        at all, and applied ones are not applied again.""")
                .hasCause(cause);
    }

    @Test
    void historyFormatWhenNewerSaysToUpdate() {
        HistoryFormatException error = new HistoryFormatException("a database", 3);
        assertThat(error).hasMessage("""
                The history of migrations in a database has format 3, but this version of e2e-migrations works with format \
                2. Nothing was changed.
                Action: A newer version of migrations-spring-boot-starter applied migrations to this database: update to \
                that version, or use another database (e2e.migrations.postgres-db, or spring.datasource.url).""");
        assertThat(error.format()).isEqualTo(3);
    }

    @Test
    void historyFormatWhenOlderSaysToApply() {
        assertThat(new HistoryFormatException("a database", 1)).hasMessage("""
                The history of migrations in a database has format 1, but this version of e2e-migrations works with format \
                2. Nothing was changed.
                Action: Apply the migrations once (e2e.migrations.apply=startup, or MigrationService.applyMigrations()): \
                that upgrades the history and keeps all data.""");
    }

    @Test
    void unreadableHistoryNamesRowsAndTable() {
        UnreadableHistoryException error = new UnreadableHistoryException(
                "a database", new HistoryTable("public"), List.of("rank 3, file 002_b.sql, inputs {x}"));
        assertThat(error).hasMessage("""
                The history of migrations in a database has rows that e2e-migrations did not write so:
                  - rank 3, file 002_b.sql, inputs {x}
                Nothing was changed.
                Action: Correct these rows of e2e_migrations."public": every column has a value, and each of the inputs is \
                name=value. If nobody knows what they were, use an empty database.""");
        assertThat(error.rows()).containsExactly("rank 3, file 002_b.sql, inputs {x}");
    }

    @Test
    void lockTimeoutNamesHolder() {
        LockTimeoutException error =
                new LockTimeoutException("a database", "backend 7, role slm_user", Duration.ofSeconds(60));
        assertThat(error).hasMessage("""
                Another process has been migrating a database for longer than 60 s: backend 7, role slm_user.
                Action: Wait for it or terminate it (SELECT pg_terminate_backend(PID)), and run again; if it always takes \
                longer, raise e2e.migrations.lock-timeout.""");
        assertThat(error.holder()).isEqualTo("backend 7, role slm_user");
    }

    @ParameterizedTest
    @CsvSource({
        "08000, true",
        "08001, true",
        "08006, true",
        "57P01, true",
        "57P02, true",
        "57P03, true",
        "57014, false",
        "42501, false",
        "23505, false",
        "55P03, false"
    })
    void isConnectionLostDependsOnState(String state, boolean lost) {
        assertThat(SqlStates.isConnectionLost(new SQLException("x", state))).isEqualTo(lost);
    }

    @Test
    void isConnectionLostWhenThereIsNoStateIsFalse() {
        SQLException error = new SQLException("x");
        assertThat(SqlStates.of(error)).isEqualTo("unknown");
        assertThat(SqlStates.isConnectionLost(error)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            28P01 | check spring.datasource.username and spring.datasource.password.
            3D000 | create it, or correct its name in spring.datasource.url.
            42501 | as a superuser, GRANT CONNECT ON DATABASE … TO the role, or check spring.datasource.username.
            08001 | check that the server is running and that this machine can reach it; if it is only slow, raise \
            e2e.migrations.connect-timeout.""")
    void unreachableWhenDatabaseHasAnAlternativeNamesItFirst(String state, String remedy) {
        MigrationException error = DatabaseUnreachableException.of(
                new UnreachableDatabase(Optional.of("Use another.")), LIMIT, new SQLException("no", state));

        assertThat(error.remedy()).isEqualTo("Use another. If they are meant to use this database: " + remedy);
    }

    private static MigrationException unreachable(SQLException cause) {
        return DatabaseUnreachableException.of(new UnreachableDatabase(Optional.empty()), LIMIT, cause);
    }

    private record UnreachableDatabase(Optional<String> alternative) implements TargetDatabase {

        @Override
        public Connection connect() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<DatabaseAddress> address() {
            return Optional.empty();
        }

        @Override
        public String description() {
            return "a database";
        }

        @Override
        public void close() {}
    }
}
