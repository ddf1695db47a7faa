package io.e2e.migrations.adopt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.MigrationService;
import io.e2e.migrations.catalog.MigrationCatalog;
import io.e2e.migrations.database.DatabaseAccess;
import io.e2e.migrations.database.DatabaseRequest;
import io.e2e.migrations.database.DatabaseTemplate;
import io.e2e.migrations.database.ScratchDatabase;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.reset.UnknownRowsException;
import io.e2e.migrations.script.SqlStatement;
import io.e2e.migrations.testing.SharedDatabase;
import io.e2e.migrations.testing.TestDatabases;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Databases that the Data Storage catalog was put into by other means. */
class AdoptionTests {

    private final SharedDatabase database = SharedDatabase.create();
    private final MigrationService migrations = service(MigrationConfig.defaults());

    private MigrationService service(MigrationConfig config) {
        return MigrationService.open(config, new DatabaseAccess() {
            @Override
            public TargetDatabase open(DatabaseRequest request) {
                return AdoptionTests.this.database;
            }

            @Override
            public TargetDatabase open(DatabaseRequest request, DatabaseTemplate template) {
                return AdoptionTests.this.database;
            }

            @Override
            public Optional<String> readScratch(DatabaseRequest request, ScratchDatabase scratch) {
                return TestDatabases.access().readScratch(request, scratch);
            }
        });
    }

    /** As psql would run the files of the catalog; functions keep the search path with which they are created, the default one. */
    private void fill() {
        this.database.execute(Stream.concat(
                        Stream.of(
                                "RESET search_path",
                                "SET TimeZone = 'America/New_York'",
                                "CREATE EXTENSION \"uuid-ossp\""),
                        MigrationCatalog.load(
                                        MigrationConfig.defaults().options().locations(), null)
                                .migrations()
                                .stream()
                                .flatMap(migration -> migration.script().up().stream())
                                .map(SqlStatement::text))
                .toArray(String[]::new));
    }

    @Test
    void adoptRecordsADatabaseThatIsWhatTheCatalogMakes() {
        fill();

        AdoptionReport report = this.migrations.adopt();

        assertThat(report.adopted()).hasSize(19);
        assertThat(report.tablesWithOtherRows()).isEmpty();
        assertThat(this.migrations.applyMigrations().alreadyApplied()).hasSize(19);
        assertThat(this.migrations.reset().isEmpty()).isTrue();
        this.database.execute("DELETE FROM audit_retention_policies");
        assertThat(this.migrations.reset().tables()).containsExactly("audit_retention_policies");
        assertThat(this.database.query("SELECT count(*) FROM audit_retention_policies"))
                .containsExactly("5");
        assertThatThrownBy(this.migrations::adopt).hasMessage("""
                Every planned migration is already recorded as applied in the shared database.
                Nothing was recorded.
                Action: There is nothing to adopt.""");
    }

    @Test
    void adoptWhenSomethingDiffersNamesItAndRecordsNothing() {
        fill();
        this.database.execute(
                "ALTER TABLE audit_events ALTER COLUMN severity TYPE text", "DROP TABLE notification_audit");

        AdoptionRefusedException refused = catchThrowableOfType(AdoptionRefusedException.class, this.migrations::adopt);

        assertThat(refused).hasMessage("""
                the shared database is not what the planned migrations make:
                  column audit_events.severity: varchar(20) expected, text found, created by 013_create_audit_events_table.sql
                  table notification_audit is missing, created by 021_create_notification_audit_table.sql
                Nothing was recorded.
                Action: Correct the database and adopt again; if it contains only some of the tables, select these \
                (e2e.migrations.tables).""");
        assertThat(this.database.query("SELECT to_regnamespace('e2e_migrations')"))
                .containsExactly((String) null);
    }

    @Test
    void adoptWhenTestsHaveUsedTheTablesMakesAResetRefuse() {
        fill();
        this.database.execute("UPDATE audit_retention_policies SET retention_days = 1");

        AdoptionReport report = this.migrations.adopt();

        assertThat(report.toString())
                .contains("\n  rows that no migration inserts, so a reset is refused: audit_retention_policies\n");
        assertThatThrownBy(this.migrations::reset)
                .isInstanceOf(UnknownRowsException.class)
                .hasMessageContaining("audit_retention_policies");
    }

    @Test
    void adoptOfAnEmptyDatabaseIsRefused() {
        assertThatThrownBy(this.migrations::adopt).hasMessage("""
                the shared database contains no object of the planned migrations.
                Nothing was recorded.
                Action: Apply the migrations: MigrationService.applyMigrations().""");
    }
}
