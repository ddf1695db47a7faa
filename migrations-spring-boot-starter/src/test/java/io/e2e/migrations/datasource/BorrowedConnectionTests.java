package io.e2e.migrations.datasource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.MigrationService;
import io.e2e.migrations.database.DatabaseAccess;
import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.database.UncheckedConnection;
import io.e2e.migrations.testing.FaultProxy;
import io.e2e.migrations.testing.Sql;
import io.e2e.migrations.testing.TestDatabases;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** A connection of the application's pool goes back as it was found. Each pool here has one connection. */
class BorrowedConnectionTests {

    private static final TargetDatabase DATABASE = TestDatabases.create();

    private static final DatabaseAddress ADDRESS = DATABASE.address().orElseThrow();

    /** What a pool may set on each connection that it makes. */
    private static final String SETTINGS = """
            SET app.tenant = 'shop'; SET search_path = shop, public; SET statement_timeout = '17s';
            SET application_name = 'shop'; SET ROLE slm_user; LISTEN orders; PREPARE one AS SELECT 1;
            SELECT pg_advisory_lock(7), pg_advisory_lock_shared(-3, 4)""";

    private static final String FOUND =
            "CREATE TEMP TABLE drafts (id int); CREATE TEMP VIEW draft_ids AS SELECT id FROM drafts; " + SETTINGS;

    /** What a migration may leave, or one that begins a transaction and fails. */
    private static final String LEFT = """
            DROP VIEW draft_ids; CREATE TEMP TABLE leftovers (id serial);
            CREATE FUNCTION pg_temp.leftover(int) RETURNS int LANGUAGE sql AS 'SELECT 1';
            SELECT set_config('search_path', '', false); SET statement_timeout = 0; SET work_mem = '5MB';
            RESET application_name; RESET ROLE; LISTEN leftovers; PREPARE leftover AS SELECT 2;
            SELECT pg_advisory_lock(8), pg_advisory_lock(-5, -6);
            BEGIN; DECLARE leftover CURSOR WITH HOLD FOR SELECT 1; COMMIT; BEGIN; SELECT 1""";

    private static final List<String> STATE = List.of(
            "SELECT name || '=' || setting FROM pg_settings WHERE name !~ '^(transaction|plpgsql)' ORDER BY 1",
            "SELECT current_setting('app.tenant') || current_user || session_user || current_setting('role')",
            "SELECT relname FROM pg_class WHERE relnamespace = pg_my_temp_schema() AND relname <> 'draft_ids' ORDER BY 1",
            "SELECT proname FROM pg_proc WHERE pronamespace = pg_my_temp_schema() ORDER BY 1",
            "SELECT channel FROM pg_listening_channels() channel ORDER BY 1",
            "SELECT name FROM pg_prepared_statements WHERE from_sql ORDER BY 1",
            "SELECT name FROM pg_cursors WHERE is_holdable",
            "SELECT mode || classid || ' ' || objid || ' ' || objsubid FROM pg_locks WHERE locktype = 'advisory'"
                    + " AND pid = pg_backend_pid() ORDER BY 1",
            "SELECT pg_backend_pid()");

    @AfterAll
    static void closeDatabase() {
        DATABASE.close();
    }

    private static HikariDataSource pool() {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(ADDRESS.jdbcUrl());
        pool.setUsername(ADDRESS.user());
        pool.setPassword(ADDRESS.password().value());
        pool.setMaximumPoolSize(1);
        return pool;
    }

    private static DatabaseAccess access(DataSource dataSource) {
        return new DataSourceAccess(() -> dataSource, new HostGuard(Set.of()));
    }

    private static List<String> state(Connection connection) throws SQLException {
        if (!connection.getAutoCommit()) {
            // Hikari leaves its statements for a new connection in a transaction.
            connection.commit();
        }
        List<String> state = new ArrayList<>(List.of(
                "autocommit " + connection.getAutoCommit(),
                "read-only " + connection.isReadOnly(),
                "isolation " + connection.getTransactionIsolation(),
                "schema " + connection.getSchema()));
        for (String query : STATE) {
            state.addAll(Sql.column(connection, query));
        }
        return state;
    }

    private static void migrateResetAndVerify(DatabaseAccess access) {
        MigrationConfig config = MigrationConfig.defaults().withTables("audit_retention_policies");
        try (MigrationService service = MigrationService.open(config, access)) {
            service.applyMigrations();
            service.reset();
            service.verifyMigrations();
        }
    }

    @Test
    void connectionWhenItsPoolHasSetItUpGoesBackAsItWas() throws SQLException {
        try (HikariDataSource pool = pool()) {
            pool.setConnectionInitSql(SETTINGS);
            pool.setSchema("shop");
            pool.setReadOnly(true);
            pool.setAutoCommit(false);
            pool.setTransactionIsolation("TRANSACTION_SERIALIZABLE");
            List<String> found;
            try (Connection connection = pool.getConnection()) {
                found = state(connection);
            }

            migrateResetAndVerify(access(pool));

            try (Connection connection = pool.getConnection()) {
                assertThat(state(connection))
                        .isEqualTo(found)
                        .contains("search_path=shop, public", "isolation 8", "autocommit false");
            }
        }
    }

    @Test
    void connectionWhenAMigrationLeavesSomethingInItGoesBackAsItWas() throws Exception {
        try (HikariDataSource pool = pool()) {
            pool.setConnectionInitSql(FOUND);
            List<String> found;
            try (Connection connection = pool.getConnection()) {
                found = state(connection);
            }

            try (TargetDatabase database =
                            access(pool).open(MigrationConfig.defaults().databaseRequest());
                    Connection connection = database.connect();
                    Statement statement = connection.createStatement()) {
                statement.execute(LEFT);
            }

            try (Connection connection = pool.getConnection()) {
                assertThat(state(connection)).isEqualTo(found);
            }
        }
    }

    @Test
    void connectionWhenItIsTheOnlyOneOfAPlainDataSourceStaysUsable() throws SQLException {
        SingleConnectionDataSource single = new SingleConnectionDataSource(
                ADDRESS.jdbcUrl(), ADDRESS.user(), ADDRESS.password().value(), true);
        try {
            List<String> found;
            try (Connection connection = single.getConnection();
                    Statement statement = connection.createStatement()) {
                connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
                statement.execute(FOUND);
                found = state(connection);
            }

            migrateResetAndVerify(access(single));

            try (Connection connection = single.getConnection()) {
                assertThat(state(connection)).isEqualTo(found);
            }
        } finally {
            single.destroy();
        }
    }

    @Test
    void connectionWhenTemporaryObjectsBearPostgresqlsNamesIsRestored() throws Exception {
        try (HikariDataSource pool = pool()) {
            try (TargetDatabase database =
                            access(pool).open(MigrationConfig.defaults().databaseRequest());
                    Connection connection = database.connect();
                    Statement statement = connection.createStatement()) {
                statement.execute("SET application_name = 'dirty'; CREATE TEMP VIEW pg_settings AS SELECT 1 AS none;"
                        + " CREATE TEMP TABLE text (id int); CREATE TEMP TABLE pg_class (id int)");
                statement.execute("SET search_path = pg_temp, pg_catalog");
            }

            try (Connection connection = pool.getConnection()) {
                assertThat(Sql.value(connection, "SELECT current_setting('application_name')"))
                        .isNotEqualTo("dirty");
                assertThat(Sql.value(connection, "SELECT to_regclass('pg_temp.pg_class')"))
                        .isNull();
            }
        }
    }

    @Test
    void connectionWhenItsStateCannotBeRestoredIsNotHandedOutAgain() throws Exception {
        try (HikariDataSource pool = pool()) {
            try (TargetDatabase database =
                    access(pool).open(MigrationConfig.defaults().databaseRequest())) {
                Connection connection = database.connect();
                try (Statement statement = connection.createStatement()) {
                    statement.execute("SET application_name = 'dirty'; CREATE TEMP TABLE stays (id int)");
                    statement.execute("SET default_transaction_read_only = on");
                }
                assertThat(catchThrowable(connection::close)).isInstanceOf(SQLException.class);
            }

            try (Connection connection = pool.getConnection()) {
                assertThat(Sql.value(connection, "SELECT current_setting('application_name')"))
                        .isNotEqualTo("dirty");
            }
        }
    }

    private static PGSimpleDataSource plain(FaultProxy proxy) {
        PGSimpleDataSource plain = new PGSimpleDataSource();
        plain.setUrl(proxy.address().jdbcUrl());
        plain.setUser(ADDRESS.user());
        plain.setPassword(ADDRESS.password().value());
        return plain;
    }

    @Test
    void connectionWhenTheDriverItselfMadeItIsLookedAtByTheFirstMessage() throws Exception {
        try (FaultProxy proxy = FaultProxy.to(DATABASE)) {
            PGSimpleDataSource plain = plain(proxy);
            plain.getConnection().close();
            int login = messagesWhenSettled(proxy);
            proxy.arm((FaultProxy.Fault) null);

            try (TargetDatabase database =
                    access(plain).open(MigrationConfig.defaults().databaseRequest())) {
                UncheckedConnection opened = database.connectUnchecked();
                opened.connection().close();

                await().untilAsserted(() -> assertThat(proxy.messages(FaultProxy.Direction.TO_SERVER))
                        .isEqualTo(login));
                assertThat(opened.question()).contains("pg_backend_pid() = ", "inet_server_addr()");
            }
        }
    }

    /** The last message of a session arrives after its connection was closed. */
    private static int messagesWhenSettled(FaultProxy proxy) {
        AtomicInteger last = new AtomicInteger();
        await().pollInterval(Duration.ofMillis(100)).until(() -> {
            int now = proxy.messages(FaultProxy.Direction.TO_SERVER);
            return now > 0 && last.getAndSet(now) == now;
        });
        return last.get();
    }

    @Test
    void connectionWhenTheDriverItselfMadeItIsClosedWithoutBeingRestored() throws Exception {
        try (FaultProxy proxy = FaultProxy.to(DATABASE)) {
            PGSimpleDataSource plain = plain(proxy);
            try (TargetDatabase database =
                    access(plain).open(MigrationConfig.defaults().databaseRequest())) {
                Connection connection = database.connect();
                assertThat(Sql.value(connection, "SHOW default_transaction_isolation"))
                        .isEqualTo("read committed");
                int before = proxy.messages(FaultProxy.Direction.TO_SERVER);

                connection.close();

                await().untilAsserted(() -> assertThat(proxy.messages(FaultProxy.Direction.TO_SERVER) - before)
                        .as("the message that ends the session")
                        .isEqualTo(1));
            }
        }
    }
}
