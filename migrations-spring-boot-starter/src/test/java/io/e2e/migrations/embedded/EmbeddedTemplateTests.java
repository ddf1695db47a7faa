package io.e2e.migrations.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.config.Secret;
import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.database.VerifiedReport;
import io.e2e.migrations.embedded.process.ServerLaunch;
import io.e2e.migrations.provision.Contents;
import io.e2e.migrations.provision.JdbcConnector;
import io.e2e.migrations.provision.TemplateSpec;
import io.e2e.migrations.testing.Sql;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("clusters")
class EmbeddedTemplateTests {

    private static final MigrationConfig CONFIG = MigrationConfig.defaults();

    private final List<String> filled = new ArrayList<>();
    private final String fingerprint = "fingerprint";
    private TestCache cache;

    @BeforeEach
    void createCache() throws IOException {
        this.cache = TestCache.create();
    }

    @AfterEach
    void removeIt() throws IOException {
        this.cache.close();
    }

    @Test
    void openWhenTemplateIsFilledGivesACopyEachTime() throws SQLException {
        try (TargetDatabase first = open(this.fingerprint);
                TargetDatabase second = open(this.fingerprint)) {
            Sql.execute(first, "INSERT INTO events VALUES (2)");

            assertThat(Sql.row(first, "SELECT count(*), current_database() FROM events"))
                    .containsExactly("2", "action_history");
            assertThat(Sql.row(second, "SELECT count(*), current_database() FROM events"))
                    .containsExactly("1", "action_history_2");
            assertThat(this.filled).hasSize(1);
        }
    }

    @Test
    void openWhenPreparedClusterHoldsTheTemplateDoesNotFillItAgain() throws SQLException {
        open(this.fingerprint).close();
        try (TargetDatabase database = open(this.fingerprint)) {
            assertThat(Sql.row(database, "SELECT id FROM events")).containsExactly("1");
            Sql.execute(database, "DROP TABLE events");
        }
        assertThat(this.filled).hasSize(1);
    }

    @Test
    void fillWhenTemplateIsNewSeesTheConfiguredDatabaseAndRole() {
        open(this.fingerprint).close();

        assertThat(this.filled).containsExactly("[action_history, slm_user]");
    }

    @Test
    void openWhenFingerprintRoleOrNameDiffersFillsAgain() throws SQLException {
        open(this.fingerprint).close();
        open(this.fingerprint + "!").close();
        open(this.fingerprint, CONFIG.withPostgresUser("other")).close();
        open(this.fingerprint, CONFIG.withPostgresDb("other")).close();

        assertThat(this.filled)
                .containsExactly(
                        "[action_history, slm_user]",
                        "[action_history, slm_user]",
                        "[action_history, other]",
                        "[other, slm_user]");
    }

    @Test
    void openWhenTemplateDiffersStartsAServerForEach() throws SQLException {
        try (TargetDatabase plain = EmbeddedAccess.with(this.cache.settings()).open(CONFIG.databaseRequest());
                TargetDatabase filled = open(this.fingerprint)) {
            assertThat(Sql.row(plain, "SELECT to_regclass('events')")).containsExactly((String) null);
            assertThat(Sql.row(filled, "SELECT id, current_database() FROM events"))
                    .containsExactly("1", "action_history");
            assertThat(port(plain)).isNotEqualTo(port(filled));
        }
    }

    @Test
    void openWhenPortIsFixedAddsATemplateToTheServer() throws Exception {
        EmbeddedAccess access = EmbeddedAccess.with(
                this.cache.settings().withServer(ServerSettings.defaults().withPort(freePort())));
        try (TargetDatabase first = access.open(CONFIG.databaseRequest(), contents(this.fingerprint));
                TargetDatabase other = access.open(CONFIG.databaseRequest(), contents("other"))) {
            assertThat(Sql.value(first, "SELECT current_database()")).isEqualTo("action_history");
            assertThat(Sql.row(other, "SELECT id, current_database() FROM events"))
                    .containsExactly("1", "action_history_2");
            assertThat(port(other)).isEqualTo(port(first));
        }
    }

    @Test
    void openWhenPreparedClusterHoldsTheFirstDatabaseNeedsNoSession() {
        open(this.fingerprint).close();
        try (TargetDatabase first = open(this.fingerprint)) {
            assertThat(superusersSessions(first)).isEqualTo("0");
            assertThat(Sql.value(first, """
                            SELECT datdba::regrole FROM pg_database WHERE datname = current_database()""")).isEqualTo("slm_user");
            try (TargetDatabase second = open(this.fingerprint)) {
                assertThat(superusersSessions(second)).isNotEqualTo("0");
            }
        }
    }

    @Test
    void openWhenTheFirstDatabaseWasClosedDoesNotHandItOutAgain() throws SQLException {
        open(this.fingerprint).close();
        TargetDatabase first = open(this.fingerprint);
        try (TargetDatabase second = open(this.fingerprint)) {
            first.close();
            try (TargetDatabase third = open(this.fingerprint)) {
                assertThat(Sql.value(second, "SELECT current_database()")).isEqualTo("action_history_2");
                assertThat(Sql.value(third, "SELECT current_database()")).isEqualTo("action_history_3");
            }
        }
    }

    @Test
    void openPreparedWhenArchiveIsThereGivesItsDatabasesWithoutTheContents() throws Exception {
        PreparedArchive archive = prepared();
        EmbeddedAccess access = EmbeddedAccess.with(this.cache.settings());
        try (TargetDatabase first = openPrepared(access, archive).orElseThrow();
                TargetDatabase second = openPrepared(access, archive).orElseThrow()) {
            assertThat(first.isCopyOfTemplate()).isTrue();
            assertThat(Sql.row(first, "SELECT id, current_database() FROM events"))
                    .containsExactly("1", "action_history");
            assertThat(Sql.row(second, "SELECT id, current_database() FROM events"))
                    .containsExactly("1", "action_history_2");
            assertThat(port(second)).isEqualTo(port(first));
            PreparedArchive other = new PreparedArchive(archive.template(), archive.checksum() ^ 1);
            assertThat(openPrepared(access, other)).isEmpty();
        }
        assertThat(this.filled).hasSize(1);
    }

    @Test
    void openPreparedWhenArchiveIsAnotherDamagedOrMissingIsEmpty() throws Exception {
        PreparedArchive archive = prepared();
        EmbeddedAccess access = EmbeddedAccess.with(this.cache.settings());
        PreparedArchive other = new PreparedArchive(archive.template(), archive.checksum() ^ 1);

        assertThat(openPrepared(access, other)).isEmpty();
        Path tar;
        try (Stream<Path> files = Files.walk(this.cache.directory().resolve("clusters"))) {
            tar = files.filter(file -> file.endsWith("data.tar")).findFirst().orElseThrow();
        }
        byte[] bytes = Files.readAllBytes(tar);
        bytes[bytes.length / 2] ^= 1;
        Files.write(tar, bytes);
        assertThat(openPrepared(access, archive)).isEmpty();
        assertThat(tar).doesNotExist();
        assertThat(openPrepared(access, archive)).isEmpty();
    }

    @Test
    void openWhenPasswordDiffersUsesThePreparedCluster() throws SQLException {
        open(this.fingerprint).close();
        MigrationConfig config = CONFIG.withPostgresPassword(new Secret("mine"));
        try (TargetDatabase database = open(this.fingerprint, config)) {
            assertThat(Sql.row(database, "SELECT id FROM events")).containsExactly("1");
        }
        assertThat(this.filled).hasSize(1);
    }

    @Test
    void connectWhenDatabaseIsATemplateIsRefused() throws SQLException {
        try (TargetDatabase database = open(this.fingerprint)) {
            DatabaseAddress address = database.address().orElseThrow();
            String template = Sql.row(database, "SELECT datname FROM pg_database WHERE NOT datallowconn")
                    .get(0);
            JdbcConnector connector = JdbcConnector.within(Duration.ofSeconds(5));

            assertThatThrownBy(() -> connector.connect(address.withDatabase(template)))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            ex -> assertThat(ex.getSQLState()).isEqualTo("55000"));
        }
    }

    @Test
    void openWhenFillingFailsThrowsThatAndKeepsNothing() throws SQLException {
        IllegalStateException failure = new IllegalStateException("013 failed");
        Contents failing = new Contents(this.fingerprint, database -> {
            throw failure;
        });
        EmbeddedAccess access = EmbeddedAccess.with(this.cache.settings());

        assertThatThrownBy(() -> access.open(CONFIG.databaseRequest(), failing)).isSameAs(failure);
        try (TargetDatabase plain = access.open(CONFIG.databaseRequest())) {
            assertThatThrownBy(() -> access.open(CONFIG.databaseRequest(), failing))
                    .isSameAs(failure);
            assertThat(Sql.row(plain, "SELECT count(*) FROM pg_database WHERE NOT datallowconn"))
                    .containsExactly("0");
        }
        try (TargetDatabase fixed = open(this.fingerprint)) {
            assertThat(Sql.row(fixed, "SELECT id FROM events")).containsExactly("1");
        }
    }

    private PreparedArchive prepared() {
        String template = TemplateSpec.of(contents(this.fingerprint), CONFIG.databaseRequest())
                .name();
        try (LeasedServer server = (LeasedServer) EmbeddedAccess.with(this.cache.settings())
                .server(CONFIG.databaseRequest(), contents(this.fingerprint))) {
            return server.archive(template).orElseThrow();
        }
    }

    private static String superusersSessions(TargetDatabase database) {
        return Sql.value(
                database,
                "SELECT count(*)::text FROM pg_stat_activity WHERE datname IS NOT NULL AND usename = '"
                        + ServerLaunch.SUPERUSER + "'");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    private static int port(TargetDatabase database) {
        return database.address().orElseThrow().port();
    }

    private Contents contents(String fingerprint) {
        return new Contents(fingerprint, this::fill);
    }

    private TargetDatabase open(String fingerprint) {
        return open(fingerprint, CONFIG);
    }

    private TargetDatabase open(String fingerprint, MigrationConfig config) {
        return EmbeddedAccess.with(this.cache.settings()).open(config.databaseRequest(), contents(fingerprint));
    }

    private void fill(TargetDatabase database) {
        this.filled.add(
                Sql.row(database, "SELECT current_database(), current_user").toString());
        Sql.execute(database, "CREATE TABLE events (id int); INSERT INTO events VALUES (1)");
    }

    private static Optional<TargetDatabase> openPrepared(EmbeddedAccess access, PreparedArchive archive) {
        return access.openPrepared(
                CONFIG.databaseRequest(), new ClusterMemos.Memo(archive, new VerifiedReport("", "", "")));
    }
}
