package io.e2e.migrations.reset;

import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.MigrationService;
import io.e2e.migrations.database.DatabaseAccess;
import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.datasource.DataSourceAccess;
import io.e2e.migrations.datasource.HostGuard;
import io.e2e.migrations.testing.CatalogDirectory;
import io.e2e.migrations.testing.SharedDatabase;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** How a reset gets to its database: one message on a connection that is kept, unless it is the application's. */
class ResetSessionTests {

    private static final String KEPT = "SELECT pid::text FROM pg_stat_activity WHERE datname = current_database()"
            + " AND application_name LIKE 'e2e-migrations pid%'";

    private final SharedDatabase database = SharedDatabase.create();

    @TempDir
    private Path directory;

    private MigrationConfig config;

    @BeforeEach
    void migrate() {
        this.config = new CatalogDirectory(this.directory)
                .write("001_a.sql", "-- creates: table a", "CREATE TABLE a (id int);")
                .config();
        try (MigrationService service = open(this.database.access())) {
            service.applyMigrations();
        }
        this.database.forget();
    }

    private MigrationService open(DatabaseAccess access) {
        return MigrationService.open(this.config, access);
    }

    private void use() {
        this.database.execute("INSERT INTO a VALUES (1)");
    }

    @Test
    void eachResetIsOneMessageOnTheSameConnection() {
        try (MigrationService service = open(this.database.access())) {
            for (int round = 1; round <= 3; round++) {
                use();
                assertThat(service.reset().tables()).containsExactly("a");
                assertThat(this.database.messages()).hasSize(round);
            }
            assertThat(this.database.connections()).isEqualTo(1);
        }
        this.database.awaitNone(KEPT);
    }

    @Test
    void aConnectionThatBrokeIsReplaced() {
        try (MigrationService service = open(this.database.access())) {
            service.reset();
            use();
            this.database.execute("SELECT pg_terminate_backend(pid::int) FROM (" + KEPT + ") kept (pid)");

            assertThat(service.reset().tables()).containsExactly("a");
            assertThat(this.database.connections()).isEqualTo(2);
        }
    }

    @Test
    void aConnectionOfTheApplicationsPoolGoesBackAsItWas() {
        DatabaseAddress address = this.database.address().orElseThrow();
        SingleConnectionDataSource pool = new SingleConnectionDataSource(
                address.jdbcUrl(), address.user(), address.password().value(), true);
        pool.setAutoCommit(false);
        try (MigrationService service = open(new DataSourceAccess(() -> pool, new HostGuard(Set.of())))) {
            for (int round = 1; round <= 2; round++) {
                use();
                assertThat(service.reset().tables()).containsExactly("a");
                this.database.awaitNone(KEPT);
            }
            assertThat(sessionSettings(pool)).containsExactly("origin", "0");
        } finally {
            pool.destroy();
        }
    }

    private static List<String> sessionSettings(SingleConnectionDataSource pool) {
        return JdbcClient.create(pool)
                .sql("SELECT current_setting('session_replication_role') UNION ALL"
                        + " SELECT count(*)::text FROM pg_proc WHERE proname = 'e2e_migrations_reset'")
                .query(String.class)
                .list();
    }

    @Test
    void theReportSaysWhatWasPutBack() {
        try (MigrationService service = open(this.database.access())) {
            assertThat(service.reset().toString())
                    .matches("reset of the shared database in \\d+ ms: nothing had changed");
            use();
            assertThat(service.reset().toString()).matches("reset of the shared database in \\d+ ms: tables a");
        }
    }

    @Test
    void severalThreadsMayResetThroughOneService() {
        try (MigrationService service = open(this.database.access())) {
            use();

            List<ResetReport> reports = List.of(1, 2, 3, 4).parallelStream()
                    .map(number -> service.reset())
                    .toList();

            assertThat(reports.stream().filter(report -> !report.isEmpty())).hasSize(1);
        }
    }
}
