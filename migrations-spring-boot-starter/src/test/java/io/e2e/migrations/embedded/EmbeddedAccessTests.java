package io.e2e.migrations.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.config.MigrationOptions;
import io.e2e.migrations.config.Secret;
import io.e2e.migrations.database.DatabaseAccess;
import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.database.DatabaseRequest;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.embedded.binaries.EmbeddedStartException;
import io.e2e.migrations.embedded.host.EmbeddedDirectoryException;
import io.e2e.migrations.embedded.host.EmbeddedTimeoutException;
import io.e2e.migrations.embedded.process.ServerLaunch;
import io.e2e.migrations.provision.JdbcConnector;
import io.e2e.migrations.provision.ProvisioningFailedException;
import io.e2e.migrations.testing.Sql;
import io.e2e.migrations.time.Deadline;
import io.e2e.migrations.time.TimeSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way to a database, each time on a real server. */
class EmbeddedAccessTests {

    private static final MigrationConfig CONFIG = MigrationConfig.defaults();

    /** Settings that no other test has, so that nobody else holds this server. */
    private static final EmbeddedSettings SETTINGS =
            EmbeddedSettings.defaults().withParameters(Map.of("e2e.tests", "access"));

    private final DatabaseAccess access = EmbeddedAccess.with(SETTINGS);

    @Test
    void opensTheConfiguredDatabaseAsTheConfiguredRole() throws SQLException {
        try (TargetDatabase database = this.access.open(CONFIG.databaseRequest())) {
            assertThat(Sql.row(
                            database, "SELECT current_database(), current_user, current_setting('application_name')"))
                    .containsExactly("action_history", "slm_user", "e2e-migrations");
        }
    }

    @Test
    void databasesWhenTheNameHas63BytesHaveNamesOfTheirOwn() {
        DatabaseRequest request = CONFIG.withPostgresDb("x" + "ä".repeat(31)).databaseRequest();
        try (TargetDatabase first = this.access.open(request);
                TargetDatabase second = this.access.open(request)) {
            assertThat(Sql.value(first, "SELECT current_database()")).isEqualTo("x" + "ä".repeat(31));
            assertThat(Sql.value(second, "SELECT current_database()")).isEqualTo("x" + "ä".repeat(30) + "_2");
        }
    }

    @Test
    void roleOwnsTheDatabaseAndIsNoSuperuser() throws SQLException {
        try (TargetDatabase database = this.access.open(CONFIG.databaseRequest())) {
            assertThat(Sql.row(database, """
                                    SELECT rolsuper, rolcreatedb, rolcreaterole, rolreplication, rolbypassrls,
                                           (SELECT datdba = r.oid FROM pg_database WHERE datname = current_database())
                                    FROM pg_roles r WHERE rolname = current_user""")).containsExactly("f", "f", "f", "f", "f", "t");
        }
    }

    @Test
    void ownerMayCreateInSchemaPublicAndAddATrustedExtension() throws SQLException {
        try (TargetDatabase database = this.access.open(CONFIG.databaseRequest())) {
            Sql.execute(database, "CREATE TABLE audit (id int); CREATE EXTENSION \"uuid-ossp\"");
            assertThat(Sql.row(database, "SELECT uuid_nil()")).containsExactly("00000000-0000-0000-0000-000000000000");
        }
    }

    @Test
    void describesVersionAndPlaceWithoutThePassword() {
        try (TargetDatabase database = this.access.open(CONFIG.databaseRequest())) {
            DatabaseAddress address = database.address().orElseThrow();
            assertThat(database.description())
                    .isEqualTo("embedded PostgreSQL 18.6 at 127.0.0.1:" + address.port() + "/action_history");
        }
    }

    @Test
    void secondDatabaseOfTheSameNameGetsANumberOnTheSameServer() throws SQLException {
        try (TargetDatabase first = this.access.open(CONFIG.databaseRequest());
                TargetDatabase second = this.access.open(CONFIG.databaseRequest())) {
            Sql.execute(first, "CREATE TABLE only_here (id int)");

            assertThat(Sql.row(second, "SELECT current_database(), to_regclass('only_here')"))
                    .containsExactly("action_history_2", null);
            assertThat(second.address().orElseThrow().port())
                    .isEqualTo(first.address().orElseThrow().port());
        }
    }

    @Test
    void serverEndsWithItsLastUser() throws SQLException {
        TargetDatabase first = this.access.open(CONFIG.databaseRequest());
        TargetDatabase second = this.access.open(CONFIG.databaseRequest());
        first.close();
        first.close();
        assertThat(Sql.row(second, "SELECT 1")).containsExactly("1");
        second.close();

        assertThatThrownBy(second::connect).isInstanceOf(SQLException.class);
        try (TargetDatabase third = this.access.open(CONFIG.databaseRequest())) {
            assertThat(Sql.row(third, "SELECT current_database()")).containsExactly("action_history");
        }
    }

    @Test
    void databaseThatIsClosedIsDroppedInTheBackground() throws SQLException {
        try (TargetDatabase first = this.access.open(CONFIG.databaseRequest())) {
            this.access.open(CONFIG.databaseRequest()).close();

            Deadline deadline = Deadline.in(Duration.ofSeconds(30), TimeSource.system());
            String names = "SELECT string_agg(datname, ',') FROM pg_database WHERE datname LIKE 'action%'";
            while (Sql.row(first, names).get(0).contains(",") && !deadline.isOver()) {
                deadline.pause(Duration.ofMillis(20));
            }
            assertThat(Sql.row(first, names)).containsExactly("action_history");
        }
    }

    @Test
    void configuredPasswordIsTheRolesPassword() throws SQLException {
        MigrationConfig config = CONFIG.withPostgresPassword(new Secret("it's \\ \"mine\""));
        try (TargetDatabase database = this.access.open(config.databaseRequest())) {
            assertThat(database.address().orElseThrow().password().value()).isEqualTo("it's \\ \"mine\"");
            assertThat(Sql.row(database, "SELECT 1")).containsExactly("1");
        }
    }

    @Test
    void otherParametersMakeAnotherServer() throws SQLException {
        DatabaseAccess other = EmbeddedAccess.with(SETTINGS.withParameters(Map.of("work_mem", "7MB")));
        try (TargetDatabase usual = this.access.open(CONFIG.databaseRequest());
                TargetDatabase special = other.open(CONFIG.databaseRequest())) {
            assertThat(Sql.row(usual, "SHOW work_mem")).containsExactly("4MB");
            assertThat(Sql.row(special, "SHOW work_mem")).containsExactly("7MB");
        }
    }

    @Test
    void namesNeedNoQuotingByTheUser() throws SQLException {
        MigrationConfig config = CONFIG.withPostgresDb("Data \"Base\" %ä").withPostgresUser("postgres");
        try (TargetDatabase database = this.access.open(config.databaseRequest())) {
            assertThat(Sql.row(database, "SELECT current_database(), current_user"))
                    .containsExactly("Data \"Base\" %ä", "postgres");
        }
    }

    @Test
    void wrongPasswordIsRefusedForEveryRole() {
        try (TargetDatabase database = this.access.open(CONFIG.databaseRequest())) {
            DatabaseAddress address = database.address().orElseThrow();
            for (String user : List.of(address.user(), ServerLaunch.SUPERUSER)) {
                DatabaseAddress guess =
                        new DatabaseAddress(address.host(), address.port(), "template1", user, new Secret("guess"));
                assertThatThrownBy(() ->
                                JdbcConnector.within(Duration.ofSeconds(5)).connect(guess))
                        .isInstanceOfSatisfying(
                                SQLException.class,
                                ex -> assertThat(ex.getSQLState()).isEqualTo("28P01"));
            }
        }
    }

    @Test
    void serverListensOnTheLoopbackOnly() throws Exception {
        try (TargetDatabase database = this.access.open(CONFIG.databaseRequest())) {
            assertThat(Sql.row(database, "SHOW listen_addresses")).containsExactly("127.0.0.1");
            int port = database.address().orElseThrow().port();
            List<InetAddress> outer = NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> !address.isLoopbackAddress())
                    .toList();
            assertThat(outer)
                    .allSatisfy(address -> assertThatThrownBy(() -> new Socket(address, port).close())
                            .isInstanceOf(IOException.class));
        }
    }

    @Test
    void durabilityIsOff() throws SQLException {
        try (TargetDatabase database = this.access.open(CONFIG.databaseRequest())) {
            assertThat(Sql.row(database, """
                            SELECT current_setting('fsync'), current_setting('synchronous_commit'),
                                   current_setting('full_page_writes'), current_setting('wal_level'),
                                   current_setting('jit'), current_setting('server_encoding')""")).containsExactly("off", "off", "off", "minimal", "off", "UTF8");
        }
    }

    @Test
    void connectTimeoutIsRoundedUpToTheDriversSeconds() throws SQLException {
        MigrationConfig config = CONFIG.withOptions(MigrationOptions.defaults()
                .withTimeouts(MigrationOptions.Timeouts.defaults().withConnect(Duration.ofMillis(1))));
        try (TargetDatabase database = this.access.open(config.databaseRequest())) {
            assertThat(Sql.row(database, "SELECT 1")).containsExactly("1");
        }
    }

    @Test
    void cacheDirectoryThatCannotBeMadeIsAnErrorThatNamesIt(@TempDir Path directory) throws IOException {
        Path below = Files.writeString(directory.resolve("file"), "").resolve("cache");
        DatabaseAccess nowhere = EmbeddedAccess.with(SETTINGS.withCacheDirectory(below));

        assertThatThrownBy(() -> nowhere.open(CONFIG.databaseRequest()))
                .isInstanceOfSatisfying(
                        EmbeddedDirectoryException.class,
                        ex -> assertThat(ex.directory()).isEqualTo(below))
                .hasMessageContaining("e2e.migrations.embedded.cache-directory");
    }

    @Test
    void databaseNameThatPostgresRefusesIsNamedWithItsReason() {
        assertThatThrownBy(() ->
                        this.access.open(CONFIG.withPostgresDb("template1").databaseRequest()))
                .isInstanceOfSatisfying(
                        ProvisioningFailedException.class,
                        ex -> assertThat(ex.sqlState()).isEqualTo("42P04"))
                .message()
                .matches("""
                        Could not create the database template1 on embedded PostgreSQL 18.6 at 127.0.0.1:\\d+: \
                        ERROR: database "template1" already exists \\(SQLSTATE 42P04\\).
                        Action: Set e2e.migrations.postgres-user and e2e.migrations.postgres-db to names that PostgreSQL \
                        accepts.""");
    }

    @Test
    void serverThatCannotStartShowsItsReasonAndTheEndOfItsLog() {
        EmbeddedSettings broken = EmbeddedSettings.defaults().withParameters(Map.of("shared_buffers", "plenty"));

        assertThatThrownBy(() -> EmbeddedAccess.with(broken).open(CONFIG.databaseRequest()))
                .isInstanceOfSatisfying(EmbeddedStartException.class, ex -> {
                    assertThat(ex.exitCode()).isEqualTo(1);
                    assertThat(ex.log()).anyMatch(line -> line.contains("shared_buffers"));
                })
                .hasMessageStartingWith(
                        "The embedded PostgreSQL 18.6 did not start: postgres ended with exit code 1: LOG:  invalid value"
                                + " for parameter \"shared_buffers\": \"plenty\". The end of its output:")
                .hasMessageEndingWith("Action: Fix what its output names; the parameters of"
                        + " e2e.migrations.embedded.parameters are part of its configuration.");
    }

    @Test
    void serverThatIsNotReadyInTimeIsATypedTimeout() {
        // No cluster is prepared with this parameter, so initdb runs, which cannot end in time.
        EmbeddedSettings hasty = EmbeddedSettings.defaults()
                .withParameters(Map.of("work_mem", "3333kB"))
                .withStartTimeout(Duration.ofNanos(1));

        assertThatThrownBy(() -> EmbeddedAccess.with(hasty).open(CONFIG.databaseRequest()))
                .isInstanceOfSatisfying(
                        EmbeddedTimeoutException.class,
                        ex -> assertThat(ex.limit()).isEqualTo(Duration.ofNanos(1)));
    }
}
