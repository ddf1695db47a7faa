package io.e2e.migrations.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.MigrationService;
import io.e2e.migrations.apply.MigrationListener;
import io.e2e.migrations.apply.MigrationReport;
import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.database.DatabaseAccess;
import io.e2e.migrations.database.DatabaseRequest;
import io.e2e.migrations.database.DatabaseTemplate;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.plan.MigrationPlan;
import io.e2e.migrations.testing.CatalogDirectory;
import io.e2e.migrations.testing.SharedDatabase;
import io.e2e.migrations.testing.Sql;
import io.e2e.migrations.testing.TestDatabases;
import io.e2e.migrations.testing.WatchedAccess;
import io.e2e.migrations.time.TimeSource;
import io.e2e.migrations.verify.VerificationFailedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@link MigrationService#prepare} does before the first run, and what it leaves to it. */
class BackgroundRunTests {

    @TempDir
    private Path files;

    private final List<String> told = new ArrayList<>();
    private MigrationConfig config;

    @BeforeEach
    void writeACatalog() {
        this.config = new CatalogDirectory(this.files)
                .write("001_a.sql", "-- creates: table a", "CREATE TABLE a (id int);")
                .write("002_b.sql", "-- creates: table b", "CREATE TABLE b (id int);")
                .config();
    }

    @Test
    void theRunHasItsReportAtHandAndConnectsNoMore() {
        WatchedAccess watched = new WatchedAccess(TestDatabases.templates());
        try (MigrationService service = open(this.config, watched)) {
            service.prepare();
            assertThat(this.told).isEmpty();
            watched.opened().forEach(SharedDatabase::forget);

            MigrationReport report = service.applyMigrations();
            assertThat(report.fromTemplate()).hasSize(2);
            assertThat(report.toString()).contains("verified: 2 tables");
            assertThat(watched.opened())
                    .singleElement()
                    .extracting(SharedDatabase::connections)
                    .isEqualTo(0);
            assertThat(this.told).containsExactly("plan", "report");
        }
    }

    @Test
    void theSecondRunLooksForItself() {
        try (MigrationService service = open(this.config)) {
            service.prepare();
            assertThat(service.applyMigrations().fromTemplate()).hasSize(2);
            Sql.execute(service.database(), "DROP TABLE b");

            assertThatExceptionOfType(VerificationFailedException.class).isThrownBy(service::applyMigrations);
        }
    }

    @Test
    void anotherSelectionIsAnotherRun() {
        try (MigrationService service = open(this.config)) {
            service.prepare();

            assertThat(service.applyMigrations(this.config.withTables("a")).fromTemplate())
                    .hasSize(1);
            assertThat(service.applyMigrations().fromTemplate())
                    .as("what was made ahead is old by now")
                    .isEmpty();
        }
    }

    @Test
    void whatIsPendingIsLeftToTheRunThatTellsItsListeners() {
        try (MigrationService smaller = open(this.config.withTables("a"));
                MigrationService service = open(this.config, new CopiesOf(smaller.template()))) {
            service.prepare();
            assertThat(this.told).isEmpty();

            MigrationReport report = service.applyMigrations();
            assertThat(report.fromTemplate()).hasSize(1);
            assertThat(report.applied()).hasSize(1);
            assertThat(this.told).containsExactly("plan", "002_b.sql", "report");
        }
    }

    @Test
    void whatFailsAheadFailsInTheRunToo() {
        DatabaseTemplate damaged = new Damaged(open(this.config).template());
        try (MigrationService service = open(this.config, new CopiesOf(damaged))) {
            assertThatExceptionOfType(VerificationFailedException.class).isThrownBy(service::prepare);
            assertThatExceptionOfType(VerificationFailedException.class).isThrownBy(service::applyMigrations);
        }
    }

    @Test
    void anEmptyDatabaseIsOnlyOpened() {
        try (MigrationService service = open(this.config, TestDatabases.access())) {
            service.prepare();

            assertThat(service.applyMigrations().applied()).hasSize(2);
        }
    }

    private MigrationService open(MigrationConfig wanted) {
        return open(wanted, TestDatabases.templates());
    }

    private MigrationService open(MigrationConfig wanted, DatabaseAccess access) {
        return MigrationService.open(wanted, access, List.of(new Told()), TimeSource.system());
    }

    /** Copies of one template, whatever is asked for. */
    private record CopiesOf(DatabaseTemplate template) implements DatabaseAccess {

        @Override
        public TargetDatabase open(DatabaseRequest request) {
            return open(request, this.template);
        }

        @Override
        public TargetDatabase open(DatabaseRequest request, DatabaseTemplate other) {
            return TestDatabases.templates().open(request, this.template);
        }
    }

    /** A template that lost a table. */
    private record Damaged(DatabaseTemplate whole) implements DatabaseTemplate {

        @Override
        public String fingerprint() {
            return "damaged " + this.whole.fingerprint();
        }

        @Override
        public void fill(TargetDatabase empty) {
            this.whole.fill(empty);
            Sql.execute(empty, "DROP TABLE b");
        }
    }

    private final class Told implements MigrationListener {

        @Override
        public void onPlan(MigrationPlan plan) {
            BackgroundRunTests.this.told.add("plan");
        }

        @Override
        public void onStart(Migration migration) {
            BackgroundRunTests.this.told.add(migration.file());
        }

        @Override
        public void onReport(MigrationReport report) {
            BackgroundRunTests.this.told.add("report");
        }
    }
}
