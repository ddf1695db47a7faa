package io.e2e.migrations.reset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.zaxxer.hikari.HikariDataSource;
import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.MigrationService;
import io.e2e.migrations.database.DatabaseAccess;
import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.datasource.DataSourceAccess;
import io.e2e.migrations.datasource.HostGuard;
import io.e2e.migrations.datasource.UrlAccess;
import io.e2e.migrations.provision.ExternalServer;
import io.e2e.migrations.provision.InitialContents;
import io.e2e.migrations.provision.PoolerException;
import io.e2e.migrations.testing.PgBouncer;
import io.e2e.migrations.testing.Sql;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;

/** Runs through a real PgBouncer, while other clients write through it. */
@Tag("night")
class PgBouncerTests extends OwnCatalog {

    private static final HostGuard GUARD = new HostGuard(Set.of());
    private static final int SESSIONS = 2;
    private static final int APPLIERS = 6;

    private static final String SETTINGS =
            "SELECT pg_backend_pid() || ' ' || string_agg(name || '=' || setting, ' ' ORDER BY"
                    + " name) FROM pg_settings WHERE source = 'session' OR name = 'session_replication_role'";

    @BeforeEach
    void migrateWithoutPooler() {
        assumeTrue(PgBouncer.program().isPresent(), "there is no pgbouncer on the PATH or in /usr/sbin");
        this.catalog.write("001_ours.sql", "-- creates: table parent, table child, table log, function log_child", """
                CREATE TABLE parent (id serial PRIMARY KEY);
                CREATE TABLE child (id serial PRIMARY KEY, parent integer NOT NULL REFERENCES parent);
                CREATE TABLE log (child integer);
                CREATE FUNCTION log_child() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO log VALUES (NEW.id); RETURN NULL; END';
                CREATE TRIGGER log_child AFTER INSERT ON child FOR EACH ROW EXECUTE FUNCTION log_child();""");
        migrate();
        this.catalog.write("002_later.sql", "-- creates: table late", "CREATE TABLE late (id integer);");
    }

    @Test
    void runsWhenEachTransactionMayHaveAnotherSessionRefuseAndHarmNobody(@TempDir Path directory) throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        try (PgBouncer pooler = start("transaction", directory);
                HikariDataSource pool = hikari(pooler.address())) {
            List<String> before = settings(pooler.address());
            AtomicBoolean ends = new AtomicBoolean();
            List<CompletableFuture<Integer>> writers = Stream.of(1, 2, 3)
                    .map(number -> CompletableFuture.supplyAsync(() -> write(pooler.address(), ends), threads))
                    .toList();
            List<CompletableFuture<Void>> appliers = IntStream.range(0, APPLIERS)
                    .mapToObj(number -> CompletableFuture.runAsync(
                            () -> assertThatEachRunIsRefused(number % 2 == 0 ? url(pooler) : wrapped(pool)), threads))
                    .toList();
            appliers.forEach(CompletableFuture::join);
            assertThat(pooler.address())
                    .satisfies(address -> assertThatThrownBy(() -> ExternalServer.provisioner(
                                    url(pooler),
                                    "postgres",
                                    MigrationConfig.defaults().databaseRequest(),
                                    new InitialContents(null, null)))
                            .isInstanceOf(PoolerException.class));
            ends.set(true);
            int written = writers.stream().mapToInt(CompletableFuture::join).sum();

            assertThat(settings(pooler.address())).isEqualTo(before);
            assertThat(count("child")).isEqualTo(written).isPositive();
            assertThat(count("log")).isEqualTo(written);
        } finally {
            threads.shutdownNow();
        }
        assertThat(this.database.query("SELECT to_regclass('late')::text")).containsNull();
        assertThat(this.database.query("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"))
                .containsExactly("0");
    }

    @Test
    void runsWhenEachConnectionHasItsSessionAreRefusedToo(@TempDir Path directory) throws IOException {
        try (PgBouncer pooler = start("session", directory)) {
            assertThatEachRunIsRefused(url(pooler));
        }
    }

    private PgBouncer start(String mode, Path directory) throws IOException {
        return PgBouncer.start(this.database.address().orElseThrow(), mode, SESSIONS, directory);
    }

    private static DatabaseAccess url(PgBouncer pooler) {
        DatabaseAddress address = pooler.address();
        return UrlAccess.of(address.jdbcUrl(), address.user(), address.password(), GUARD);
    }

    private static DatabaseAccess wrapped(HikariDataSource pool) {
        TransactionAwareDataSourceProxy proxy = new TransactionAwareDataSourceProxy(pool);
        return new DataSourceAccess(() -> proxy, GUARD);
    }

    private static HikariDataSource hikari(DatabaseAddress address) {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(address.jdbcUrl());
        pool.setUsername(address.user());
        pool.setPassword(address.password().value());
        pool.setMaximumPoolSize(APPLIERS);
        return pool;
    }

    private void assertThatEachRunIsRefused(DatabaseAccess access) {
        try (MigrationService service = MigrationService.open(this.catalog.config(), access)) {
            assertThatThrownBy(service::applyMigrations).isInstanceOf(PoolerException.class);
            assertThatThrownBy(service::verifyMigrations).isInstanceOf(PoolerException.class);
            assertThatThrownBy(service::reset).isInstanceOf(PoolerException.class);
        }
    }

    /** Inserts pairs of rows, and every time one that a foreign key must refuse; returns the number of pairs. */
    private static int write(DatabaseAddress address, AtomicBoolean ends) {
        int written = 0;
        try (Connection connection = connect(address);
                Statement statement = connection.createStatement()) {
            while (!ends.get()) {
                statement.execute("WITH p AS (INSERT INTO parent DEFAULT VALUES RETURNING id)"
                        + " INSERT INTO child (parent) SELECT id FROM p");
                written++;
                assertThatThrownBy(() -> statement.execute("INSERT INTO child (parent) VALUES (-1)"))
                        .hasMessageContaining("child_parent_fkey");
            }
        } catch (SQLException ex) {
            throw new IllegalStateException(ex);
        }
        return written;
    }

    /** The settings of each of the server's sessions, all of which are used at the same time. */
    private static List<String> settings(DatabaseAddress address) throws SQLException {
        List<Connection> open = new ArrayList<>();
        List<String> settings = new ArrayList<>();
        try {
            while (open.size() < SESSIONS) {
                Connection connection = connect(address);
                open.add(connection);
                connection.setAutoCommit(false);
                settings.addAll(Sql.column(connection, SETTINGS));
            }
        } finally {
            for (Connection connection : open) {
                // PgBouncer closes a session whose client leaves in a transaction.
                connection.rollback();
                connection.close();
            }
        }
        return settings.stream().sorted().toList();
    }

    /** PgBouncer does not know in which session a statement was prepared. */
    private static Connection connect(DatabaseAddress address) throws SQLException {
        Properties login = new Properties();
        login.setProperty("user", address.user());
        login.setProperty("password", address.password().value());
        login.setProperty("prepareThreshold", "0");
        return DriverManager.getConnection(address.jdbcUrl(), login);
    }

    private int count(String table) {
        return Integer.parseInt(
                this.database.query("SELECT count(*) FROM " + table).get(0));
    }
}
