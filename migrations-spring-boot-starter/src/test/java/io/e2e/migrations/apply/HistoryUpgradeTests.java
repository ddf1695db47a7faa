package io.e2e.migrations.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.MigrationService;
import io.e2e.migrations.plan.ChangedMigrationException;
import io.e2e.migrations.reset.UnfinishedRunException;
import io.e2e.migrations.session.HistoryFormatException;
import io.e2e.migrations.testing.CatalogDirectory;
import io.e2e.migrations.testing.FirstFormatHistory;
import io.e2e.migrations.testing.FixedTime;
import io.e2e.migrations.testing.MigratingProcess;
import io.e2e.migrations.testing.SchemaContents;
import io.e2e.migrations.testing.SharedDatabase;
import io.e2e.migrations.verify.VerificationReport;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A history that an earlier version wrote: upgraded in place by the process that applies, under the lock, in one transaction. */
class HistoryUpgradeTests {

    private static final String UPGRADED = "SELECT format || ' ' || version || ' ' || file || ' ' || duration_ms"
            + " FROM e2e_migrations.public ORDER BY rank";

    @TempDir
    private Path directory;

    private final SharedDatabase database = FirstFormatHistory.ofDump();

    private MigrationService audit() {
        return service(MigrationConfig.defaults().withTables("audit_events"), this.database);
    }

    private static MigrationService service(MigrationConfig config, SharedDatabase database) {
        return MigrationService.open(config, database.access(), List.of(), FixedTime.at("2026-11-26T19:00:00Z"));
    }

    @Test
    void applyWhenTheHistoryHasTheFirstFormatUpgradesItAndKeepsAllRows() {
        SchemaContents before = SchemaContents.of(this.database);
        List<String> dates =
                this.database.query("SELECT applied_at::text FROM public.e2e_migrations_history ORDER BY rank");

        MigrationReport report = audit().applyMigrations();

        assertThat(report.applied()).isEmpty();
        assertThat(report.alreadyApplied()).hasSize(4);
        assertThat(report.verification()).isNotNull();
        assertThat(SchemaContents.of(this.database)).isEqualTo(before);
        assertThat(this.database.query("SELECT to_regclass('public.e2e_migrations_history')"))
                .containsExactly((String) null);
        assertThat(this.database.query(UPGRADED))
                .containsExactly(
                        "2 13 013_create_audit_events_table.sql 38",
                        "2 23 023_add_event_hashing.sql 4",
                        "2 24 024_add_legal_hold.sql 8",
                        "2 1000 1000_create_audit_events_partitions.sql 25");
        assertThat(this.database.query("SELECT applied_at::text FROM e2e_migrations.public ORDER BY rank"))
                .isEqualTo(dates);
        this.database.forget();
        audit().applyMigrations();
        assertThat(this.database.messages()).hasSize(1);
    }

    @Test
    void verifyWhenTheHistoryHasTheFirstFormatReadsItAndChangesNothing() {
        assertThat(audit().verifyMigrations().isClean()).isTrue();

        assertThat(this.database.query(FirstFormatHistory.ROWS)).hasSize(4);
        assertThat(this.database.query("SELECT to_regnamespace('e2e_migrations')"))
                .containsExactly((String) null);
    }

    @Test
    void resetWhenTheHistoryHasTheFirstFormatAsksToApplyFirst() {
        SchemaContents before = SchemaContents.of(this.database);

        assertThatThrownBy(() -> audit().reset())
                .isInstanceOf(HistoryFormatException.class)
                .hasMessageContaining("has format 1")
                .hasMessageContaining("Action: Apply the migrations once");

        assertThat(SchemaContents.of(this.database)).isEqualTo(before);
    }

    @Test
    void resetWhenTheHistoryWasUpgradedRestoresTheSeedData() {
        audit().applyMigrations();

        assertThat(audit().reset().tables()).containsExactly("audit_events", "audit_retention_policies");

        assertThat(this.database.query("SELECT count(*) FROM audit_events")).containsExactly("0");
        assertThat(this.database.query("SELECT DISTINCT retention_days FROM audit_retention_policies"))
                .containsExactly("2555");
        assertThat(audit().reset().isEmpty()).isTrue();
    }

    @Test
    void applyWhenTheSelectionIsWiderExtendsTheUpgradedHistory() {
        MigrationReport report = audit().applyAllMigrations();

        assertThat(report.applied()).hasSize(15);
        assertThat(report.alreadyApplied()).hasSize(4);
        assertThat(report.verification()).isNotNull();
        assertThat(this.database.query(UPGRADED)).hasSize(19);
        assertThat(this.database.query("SELECT count(*) FROM audit_events")).containsExactly("3");
        assertThat(audit().reset().tables()).containsExactly("audit_events", "audit_retention_policies");
    }

    @Test
    void applyWhenTheProcessIsKilledDuringTheUpgradeLeavesTheFirstFormat() throws IOException, SQLException {
        List<String> rows = this.database.query(FirstFormatHistory.ROWS);
        try (Connection reader = readHistory();
                MigratingProcess killed = MigratingProcess.start()) {
            killed.begin(this.database.address().orElseThrow());
            this.database.awaitBackendWaitingForLock();
            killed.kill();
            this.database.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    + " WHERE datname = current_database() AND wait_event_type = 'Lock'");
            reader.rollback();
        }

        assertThat(this.database.query(FirstFormatHistory.ROWS)).isEqualTo(rows);
        assertThat(this.database.query("SELECT to_regclass('e2e_migrations.public')"))
                .containsExactly((String) null);
        assertThat(audit().applyMigrations().alreadyApplied()).hasSize(4);
    }

    @Test
    void applyWhenTwoProcessesMeetUpgradesOnce() throws IOException, SQLException {
        try (MigratingProcess one = MigratingProcess.start();
                MigratingProcess other = MigratingProcess.start()) {
            try (Connection reader = readHistory()) {
                one.begin(this.database.address().orElseThrow());
                this.database.awaitBackendWaitingForLock();
                other.begin(this.database.address().orElseThrow());
                this.database.awaitBackendsWaitingForLock(2);
                reader.rollback();
            }
            // The months may have moved on since the dump was made.
            assertThat(one.applied() + other.applied()).isLessThanOrEqualTo(1);
        }
        assertThat(this.database.query(UPGRADED)).hasSize(4);
    }

    @Test
    void verifyWhenAnotherProcessIsUpgradingWaitsForIt() throws IOException, SQLException {
        try (MigratingProcess other = MigratingProcess.start()) {
            CompletableFuture<VerificationReport> verification;
            try (Connection reader = readHistory()) {
                other.begin(this.database.address().orElseThrow());
                this.database.awaitBackendWaitingForLock();
                verification = CompletableFuture.supplyAsync(() -> audit().verifyMigrations());
                this.database.awaitBackendsWaitingForLock(2);
                reader.rollback();
            }
            assertThat(verification.join().isClean()).isTrue();
            assertThat(other.applied()).isLessThanOrEqualTo(1);
        }
    }

    /** A transaction that keeps the first format's table from being dropped. */
    private Connection readHistory() throws SQLException {
        Connection reader = this.database.connect();
        reader.setAutoCommit(false);
        reader.createStatement().execute("SELECT FROM public.e2e_migrations_history");
        return reader;
    }

    @Test
    void applyWhenAFileWasEditedBeforeTheUpgradeIsRefusedAndUpgradesNothing() {
        SharedDatabase own = SharedDatabase.create();
        CatalogDirectory catalog = catalogInFirstFormat(own);
        List<String> rows = own.query(FirstFormatHistory.ROWS);
        catalog.write("001_a.sql", "-- creates: table a", "CREATE TABLE a (id bigint);");

        ChangedMigrationException failure = catchThrowableOfType(
                ChangedMigrationException.class,
                () -> service(catalog.config(), own).applyMigrations());

        assertThat(failure)
                .hasMessageContaining(rows.get(0).substring("1 001_a.sql ".length()))
                .hasMessageContaining(failure.changes().get(0).migration().checksum());
        assertThat(own.query(FirstFormatHistory.ROWS)).isEqualTo(rows);
        catalog.write("001_a.sql", "-- creates: table a", "CREATE TABLE a (id int);");
        assertThat(service(catalog.config(), own).applyMigrations().alreadyApplied())
                .hasSize(2);
    }

    @Test
    void applyWhenAHeaderIsCorrectedAfterTheUpgradeFindsNothingPending() {
        SharedDatabase own = SharedDatabase.create();
        CatalogDirectory catalog = catalogInFirstFormat(own);
        service(catalog.config(), own).applyMigrations();
        catalog.write("001_a.sql", "-- groups: corrected\n-- creates: table a", "CREATE TABLE a (id int);");

        MigrationReport report = service(catalog.config(), own).applyMigrations();

        assertThat(report.applied()).isEmpty();
        assertThat(report.verification()).isNotNull();
    }

    @Test
    void applyWhenAServiceWithOtherFilesUpgradedTheHistoryKnowsItsOwnFiles() {
        SharedDatabase own = SharedDatabase.create();
        CatalogDirectory catalog = catalogInFirstFormat(own);
        MigrationConfig other = MigrationConfig.defaults().withTables("notification_audit");
        assertThat(service(other, own).applyMigrations().applied()).hasSize(1);

        assertThat(service(catalog.config(), own).applyMigrations().alreadyApplied())
                .hasSize(2);
    }

    @Test
    void applyWhenTheSeedDataIsPendingInTheFirstFormatRecordsIt() {
        SharedDatabase own = SharedDatabase.create();
        CatalogDirectory catalog = catalogInFirstFormat(own);
        own.execute("UPDATE e2e_migrations_history SET leaves = '{\"later\": [\"a\", \"b\"]}' WHERE rank = 2");
        MigrationService service = service(catalog.config(), own);

        assertThat(service.applyMigrations().applied()).isEmpty();

        own.execute("INSERT INTO b VALUES (1)");
        assertThat(service.reset().tables()).containsExactly("b");
    }

    @Test
    void resetWhenTheSeedDataIsPendingAfterTheUpgradeIsRefused() {
        SharedDatabase own = SharedDatabase.create();
        CatalogDirectory catalog = catalogInFirstFormat(own);
        service(catalog.config(), own).applyMigrations();
        own.execute(
                "UPDATE e2e_migrations.public SET seed_data = '{\"pending\": [\"a\", \"b\"]}' WHERE file = '002_b.sql'");

        assertThatThrownBy(() -> service(catalog.config(), own).reset()).isInstanceOf(UnfinishedRunException.class);
    }

    /** Two tables, applied by an earlier version. */
    private CatalogDirectory catalogInFirstFormat(SharedDatabase own) {
        CatalogDirectory catalog = new CatalogDirectory(this.directory)
                .write("001_a.sql", "-- creates: table a", "CREATE TABLE a (id int);")
                .write("002_b.sql", "-- creates: table b", "CREATE TABLE b (id int);");
        service(catalog.config(), own).applyMigrations();
        FirstFormatHistory.replace(own, catalog.config());
        return catalog;
    }
}
