package io.e2e.migrations.embedded;

import static io.e2e.migrations.embedded.EmbeddedAccessTests.execute;
import static io.e2e.migrations.embedded.EmbeddedAccessTests.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.config.Secret;
import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.embedded.process.Connector;
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
    void makeACache() throws IOException {
        this.cache = TestCache.create();
    }

    @AfterEach
    void removeIt() throws IOException {
        this.cache.close();
    }

    @Test
    void everyDatabaseIsACopyOfWhatWasFilledOnce() throws SQLException {
        EmbeddedAccess access = access(this.fingerprint);
        try (TargetDatabase first = access.open(CONFIG.databaseRequest());
                TargetDatabase second = access.open(CONFIG.databaseRequest())) {
            execute(first, "INSERT INTO events VALUES (2)");

            assertThat(query(first, "SELECT count(*), current_database() FROM events"))
                    .containsExactly("2", "action_history");
            assertThat(query(second, "SELECT count(*), current_database() FROM events"))
                    .containsExactly("1", "action_history_2");
            assertThat(this.filled).hasSize(1);
        }
    }

    @Test
    void nextServerFindsItInThePreparedCluster() throws SQLException {
        access(this.fingerprint).open(CONFIG.databaseRequest()).close();
        try (TargetDatabase database = access(this.fingerprint).open(CONFIG.databaseRequest())) {
            assertThat(query(database, "SELECT id FROM events")).containsExactly("1");
            execute(database, "DROP TABLE events");
        }
        assertThat(this.filled).hasSize(1);
    }

    @Test
    void fillingSeesTheConfiguredDatabaseAndRole() {
        access(this.fingerprint).open(CONFIG.databaseRequest()).close();

        assertThat(this.filled).containsExactly("[action_history, slm_user]");
    }

    @Test
    void otherFingerprintRoleOrNameIsFilledAgain() throws SQLException {
        access(this.fingerprint).open(CONFIG.databaseRequest()).close();
        access(this.fingerprint + "!").open(CONFIG.databaseRequest()).close();
        access(this.fingerprint)
                .open(CONFIG.withPostgresUser("other").databaseRequest())
                .close();
        access(this.fingerprint)
                .open(CONFIG.withPostgresDb("other").databaseRequest())
                .close();

        assertThat(this.filled)
                .containsExactly(
                        "[action_history, slm_user]",
                        "[action_history, slm_user]",
                        "[action_history, other]",
                        "[other, slm_user]");
    }

    @Test
    void runningServerTakesFurtherTemplates() throws SQLException {
        try (TargetDatabase plain = EmbeddedAccess.with(this.cache.settings()).open(CONFIG.databaseRequest());
                TargetDatabase filled = access(this.fingerprint).open(CONFIG.databaseRequest())) {
            assertThat(query(plain, "SELECT to_regclass('events')")).containsExactly((String) null);
            assertThat(query(filled, "SELECT id FROM events")).containsExactly("1");
            assertThat(plain.address().orElseThrow().port())
                    .isEqualTo(filled.address().orElseThrow().port());
        }
    }

    @Test
    void preparedClusterServesAnyPassword() throws SQLException {
        access(this.fingerprint).open(CONFIG.databaseRequest()).close();
        MigrationConfig config = CONFIG.withPostgresPassword(new Secret("mine"));
        try (TargetDatabase database = access(this.fingerprint).open(config.databaseRequest())) {
            assertThat(query(database, "SELECT id FROM events")).containsExactly("1");
        }
        assertThat(this.filled).hasSize(1);
    }

    @Test
    void nobodyCanConnectToTheTemplate() throws SQLException {
        try (TargetDatabase database = access(this.fingerprint).open(CONFIG.databaseRequest())) {
            DatabaseAddress address = database.address().orElseThrow();
            String template = query(database, "SELECT datname FROM pg_database WHERE NOT datallowconn")
                    .get(0);
            DatabaseAddress inside =
                    new DatabaseAddress(address.host(), address.port(), template, address.user(), address.password());

            assertThatThrownBy(() -> new Connector(inside, Duration.ofSeconds(5)).connect())
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            ex -> assertThat(ex.getSQLState()).isEqualTo("55000"));
        }
    }

    @Test
    void failureToFillIsTheCallersAndNothingIsKept() throws SQLException {
        IllegalStateException failure = new IllegalStateException("013 failed");
        EmbeddedAccess failing = EmbeddedAccess.with(this.cache.settings())
                .withTemplate(new EmbeddedAccess.Template(this.fingerprint, database -> {
                    throw failure;
                }));

        assertThatThrownBy(() -> failing.open(CONFIG.databaseRequest())).isSameAs(failure);
        try (TargetDatabase plain = EmbeddedAccess.with(this.cache.settings()).open(CONFIG.databaseRequest())) {
            assertThatThrownBy(() -> failing.open(CONFIG.databaseRequest())).isSameAs(failure);
            assertThat(query(plain, "SELECT count(*) FROM pg_database WHERE NOT datallowconn"))
                    .containsExactly("0");
        }
        try (TargetDatabase mended = access(this.fingerprint).open(CONFIG.databaseRequest())) {
            assertThat(query(mended, "SELECT id FROM events")).containsExactly("1");
        }
    }

    private EmbeddedAccess access(String fingerprint) {
        return EmbeddedAccess.with(this.cache.settings())
                .withTemplate(new EmbeddedAccess.Template(fingerprint, this::fill));
    }

    private void fill(TargetDatabase database) {
        try {
            this.filled.add(
                    query(database, "SELECT current_database(), current_user").toString());
            execute(database, "CREATE TABLE events (id int); INSERT INTO events VALUES (1)");
        } catch (SQLException ex) {
            throw new IllegalStateException(ex);
        }
    }
}
