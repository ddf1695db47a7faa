package io.e2e.migrations.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.config.Secret;
import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.provision.Contents;
import io.e2e.migrations.provision.JdbcConnector;
import io.e2e.migrations.testing.Sql;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
    void openWhenServerRunsAddsATemplate() throws SQLException {
        try (TargetDatabase plain = EmbeddedAccess.with(this.cache.settings()).open(CONFIG.databaseRequest());
                TargetDatabase filled = open(this.fingerprint)) {
            assertThat(Sql.row(plain, "SELECT to_regclass('events')")).containsExactly((String) null);
            assertThat(Sql.row(filled, "SELECT id FROM events")).containsExactly("1");
            assertThat(plain.address().orElseThrow().port())
                    .isEqualTo(filled.address().orElseThrow().port());
        }
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

    private TargetDatabase open(String fingerprint) {
        return open(fingerprint, CONFIG);
    }

    private TargetDatabase open(String fingerprint, MigrationConfig config) {
        return EmbeddedAccess.with(this.cache.settings())
                .open(config.databaseRequest(), new Contents(fingerprint, this::fill));
    }

    private void fill(TargetDatabase database) {
        this.filled.add(
                Sql.row(database, "SELECT current_database(), current_user").toString());
        Sql.execute(database, "CREATE TABLE events (id int); INSERT INTO events VALUES (1)");
    }
}
