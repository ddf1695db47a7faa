package io.e2e.migrations.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.MigrationService;
import io.e2e.migrations.config.Secret;
import io.e2e.migrations.database.DatabaseAccess;
import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.datasource.HostGuard;
import io.e2e.migrations.datasource.UrlAccess;
import io.e2e.migrations.embedded.EmbeddedAccess;
import io.e2e.migrations.embedded.TestCache;
import io.e2e.migrations.kubernetes.cluster.PostgresObjects;
import io.e2e.migrations.testing.LoggedLines;
import io.e2e.migrations.testing.Sql;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server whose pg_hba.conf trusts connections from its own host, as that of the official image does. It requests no
 * password, so it does not notice a wrong one.
 */
@Tag("clusters")
class TrustingServerTests {

    private static final Secret WRONG = new Secret("wrong");

    @TempDir
    Path directory;

    private TestCache cache;
    private TargetDatabase database;

    @BeforeEach
    void startTrustingServer() throws IOException {
        this.cache = TestCache.create();
        Path rules = Files.writeString(this.cache.directory().resolve("hba"), "host all all 127.0.0.1/32 trust\n");
        this.database = EmbeddedAccess.with(this.cache.settings().withParameters(Map.of("hba_file", rules.toString())))
                .open(MigrationConfig.defaults().databaseRequest());
    }

    @AfterEach
    void stopServer() throws IOException {
        this.database.close();
        this.cache.close();
    }

    @Test
    void tunnelWhenPasswordIsWrongConnectsWithoutWarning() throws SQLException {
        try (KubernetesFixture fixture = new KubernetesFixture(this.directory);
                LoggedLines log = new LoggedLines("io.e2e.migrations.kubernetes")) {
            fixture.killPod();
            new PostgresObjects("e2e", address()).start(fixture.cluster(), "postgresql-1");

            migrate(
                    fixture.access(KubernetesSettings.defaults()),
                    fixture.config().withPostgresPassword(WRONG));

            assertThat(log.lines()).noneSatisfy(line -> assertThat(line).containsIgnoringCase("password"));
            assertThat(tables()).isEqualTo("1");
        }
    }

    @Test
    void urlWhenPasswordIsWrongConnects() throws SQLException {
        DatabaseAddress address = address();

        migrate(
                UrlAccess.of(address.jdbcUrl(), address.user(), WRONG, new HostGuard(Set.of())),
                MigrationConfig.defaults());

        assertThat(tables()).isEqualTo("1");
    }

    private static void migrate(DatabaseAccess access, MigrationConfig config) {
        try (MigrationService migrations = MigrationService.open(config.withTables("notification_audit"), access)) {
            assertThat(migrations.applyMigrations().applied()).hasSize(1);
        }
    }

    private String tables() throws SQLException {
        return Sql.value(this.database, "SELECT count(*) FROM pg_tables WHERE tablename = 'notification_audit'");
    }

    private DatabaseAddress address() {
        return this.database.address().orElseThrow();
    }
}
