package io.e2e.migrations.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.MigrationService;
import io.e2e.migrations.config.MigrationOptions.OutOfOrder;
import io.e2e.migrations.config.MigrationOptions.PartitionHorizon;
import io.e2e.migrations.plan.ChangedMigrationException;
import io.e2e.migrations.plan.OutOfOrderException;
import io.e2e.migrations.testing.CatalogDirectory;
import io.e2e.migrations.testing.FixedTime;
import io.e2e.migrations.testing.SharedDatabase;
import io.e2e.migrations.time.TimeSource;
import java.nio.file.Path;
import java.time.Duration;
import java.time.YearMonth;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApplyTests {

    private static final String MONTHS = "SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid"
            + " WHERE i.inhparent = 'audit_events'::regclass ORDER BY 1";

    private final SharedDatabase database = SharedDatabase.create();

    @TempDir
    private Path directory;

    private MigrationService service(MigrationConfig config) {
        return service(config, TimeSource.system());
    }

    private MigrationService service(MigrationConfig config, TimeSource time) {
        return MigrationService.open(config, this.database.access(), List.of(), time);
    }

    private static MigrationConfig audit() {
        return MigrationConfig.defaults().withTables("audit_events");
    }

    @Test
    void auditEventsTakesFourMigrationsEachWithItsReason() {
        MigrationReport report = service(audit()).applyMigrations();

        assertThat(report.applied())
                .extracting(step -> step.migration().file() + ": " + step.reason())
                .containsExactly(
                        "013_create_audit_events_table.sql: requested: audit_events",
                        "023_add_event_hashing.sql: shapes audit_events",
                        "024_add_legal_hold.sql: shapes audit_events",
                        "1000_create_audit_events_partitions.sql: shapes audit_events");
    }

    @Test
    void theAuditShortcutAppliesTheSame() {
        service(MigrationConfig.defaults()).applyAuditMigrations();

        assertThat(this.database.query("SELECT file FROM e2e_migrations.public ORDER BY rank"))
                .hasSize(4);
    }

    @Test
    void aTestOf2031HasItsMonths() {
        service(audit(), FixedTime.at("2031-05-20T12:00:00Z")).applyMigrations();

        assertThat(this.database.query(MONTHS))
                .contains(
                        "audit_events_2031_04",
                        "audit_events_2031_05",
                        "audit_events_2031_06",
                        "audit_events_2031_07",
                        "audit_events_2031_08")
                .doesNotContain("audit_events_2031_03", "audit_events_2031_09");
    }

    @Test
    void theHorizonCrossesTheYearsEnd() {
        service(audit(), FixedTime.at("2028-12-31T23:59:59Z")).applyMigrations();

        assertThat(this.database.query(MONTHS))
                .contains(
                        "audit_events_2028_11",
                        "audit_events_2028_12",
                        "audit_events_2029_01",
                        "audit_events_2029_02",
                        "audit_events_2029_03");
    }

    @Test
    void anotherMonthTendsThePartitionsAgain() {
        service(audit(), FixedTime.at("2026-11-22T00:00:00Z")).applyMigrations();

        MigrationReport report =
                service(audit(), FixedTime.at("2026-12-01T00:00:00Z")).applyMigrations();

        assertThat(report.applied())
                .extracting(Object::toString)
                .hasSize(1)
                .first()
                .asString()
                .startsWith("1000 audit_events_partitions  again: its inputs have changed");
        assertThat(this.database.query(MONTHS)).contains("audit_events_2027_03");
    }

    @Test
    void aHorizonThatBeginsWithTheFixedMonthsIsUnbroken() {
        PartitionHorizon horizon = new PartitionHorizon(YearMonth.of(2025, 11), 0);
        MigrationConfig config = audit().withOptions(audit().options().withPartitions(horizon));

        service(config, FixedTime.at("2026-11-22T00:00:00Z")).applyMigrations();

        assertThat(this.database.query(MONTHS)).hasSize(13);
    }

    @Test
    void aFailureInTheMiddleLeavesNothingOfItAndSaysWhere() {
        CatalogDirectory catalog = new CatalogDirectory(this.directory)
                .write("001_a.sql", "-- creates: table a", "CREATE TABLE a (id int);")
                .write(
                        "002_b.sql",
                        "-- creates: table b",
                        "CREATE TABLE b (id int);\nINSERT INTO b VALUES (1);\nINSERT INTO b\nSELECT no_such_column FROM a;")
                .write("003_c.sql", "-- creates: table c", "CREATE TABLE c (id int);");

        MigrationFailedException failure = catchThrowableOfType(
                MigrationFailedException.class, () -> service(catalog.config()).applyMigrations());

        assertThat(failure.statement().position()).isEqualTo("002_b.sql:8");
        assertThat(failure.statement().sqlState()).isEqualTo("42703");
        assertThat(failure)
                .hasMessageStartingWith("""
                        Migration 'b' failed: 002_b.sql:8, SQLSTATE 42703: ERROR: column "no_such_column" does not exist
                        """)
                .hasMessageContaining("""
                          statement:
                            INSERT INTO b
                            SELECT no_such_column FROM a
                        """)
                .hasMessageContaining("003 c  not run");
        assertThat(failure.report().applied())
                .extracting(step -> step.migration().file())
                .containsExactly("001_a.sql");
        assertThat(failure.report().notRun())
                .extracting(step -> step.migration().file())
                .containsExactly("003_c.sql");
        assertThat(this.database.query("SELECT to_regclass('b')")).containsExactly((String) null);
    }

    @Test
    void aMendedFileCompletesTheNextRun() {
        CatalogDirectory catalog = new CatalogDirectory(this.directory)
                .write("001_a.sql", "-- creates: table a", "CREATE TABLE a (id int);")
                .write("002_b.sql", "-- creates: table b", "CREATE TABLE b (id no_such_type);");
        assertThatThrownBy(() -> service(catalog.config()).applyMigrations())
                .isInstanceOf(MigrationFailedException.class);
        catalog.write("002_b.sql", "-- creates: table b", "CREATE TABLE b (id int);");

        MigrationReport report = service(catalog.config()).applyMigrations();

        assertThat(report.alreadyApplied())
                .extracting(step -> step.migration().file())
                .containsExactly("001_a.sql");
        assertThat(report.applied()).extracting(step -> step.migration().file()).containsExactly("002_b.sql");
    }

    @Test
    void anEditedFileIsShownWithBothChecksums() {
        CatalogDirectory catalog = new CatalogDirectory(this.directory)
                .write("001_a.sql", "-- creates: table a", "CREATE TABLE a (id int);");
        service(catalog.config()).applyMigrations();
        catalog.write("001_a.sql", "-- creates: table a", "CREATE TABLE a (id bigint);");

        ChangedMigrationException failure = catchThrowableOfType(
                ChangedMigrationException.class, () -> service(catalog.config()).applyMigrations());

        assertThat(failure.changes()).hasSize(1);
        assertThat(failure)
                .hasMessageContaining(failure.changes().get(0).applied().checksum())
                .hasMessageContaining(failure.changes().get(0).migration().checksum())
                .hasMessageContaining("Restore the old text");
    }

    @Test
    void objectsWithoutHistoryAreListedAndNothingRuns() {
        this.database.execute("CREATE TABLE audit_events (id int)", "CREATE TABLE idx_audit_events_hash (id int)");

        UnmanagedObjectsException failure = catchThrowableOfType(
                UnmanagedObjectsException.class, () -> service(audit()).applyMigrations());

        assertThat(failure.objects())
                .extracting(Object::toString)
                .containsExactly("table audit_events", "index idx_audit_events_hash on audit_events");
        assertThat(this.database.query("SELECT to_regclass('e2e_migrations.public')"))
                .containsExactly((String) null);
    }

    @Test
    void aLateMigrationIsRefusedUnlessAllowed() {
        CatalogDirectory catalog = new CatalogDirectory(this.directory)
                .write("001_a.sql", "-- creates: table a", "CREATE TABLE a (id int);")
                .write("003_c.sql", "-- alters: table a (c)", "ALTER TABLE a ADD COLUMN c int;");
        service(catalog.config()).applyMigrations();
        catalog.write("002_b.sql", "-- alters: table a (b)", "ALTER TABLE a ADD COLUMN b int;");

        assertThatThrownBy(() -> service(catalog.config()).applyMigrations())
                .isInstanceOf(OutOfOrderException.class)
                .hasMessageContaining("002_b.sql is pending, but 003_c.sql was already applied, and both touch a");

        MigrationConfig allowed = catalog.config().withOptions(catalog.options().withOutOfOrder(OutOfOrder.APPLY));
        assertThat(service(allowed).applyMigrations().applied()).hasSize(1);
    }

    @Test
    void aStatementThatTakesTooLongIsNamed() {
        CatalogDirectory catalog = new CatalogDirectory(this.directory)
                .write("001_a.sql", "-- creates: table a", "CREATE TABLE a (id int);\nSELECT pg_sleep(60);");
        MigrationConfig impatient = catalog.config()
                .withOptions(catalog.options()
                        .withTimeouts(catalog.options().timeouts().withStatement(Duration.ofMillis(200))));

        StatementTimeoutException failure = catchThrowableOfType(
                StatementTimeoutException.class, () -> service(impatient).applyMigrations());

        assertThat(failure.statement().position()).isEqualTo("001_a.sql:7");
        assertThat(failure)
                .hasMessageStartingWith("A statement did not end within 200 ms: 001_a.sql:7, SQLSTATE 57014");
    }

    @Test
    void anotherSchemaReceivesEverything() {
        MigrationConfig config = audit().withOptions(audit().options().withSchema("team \"x\""));

        service(config).applyMigrations();

        assertThat(this.database.query("SELECT DISTINCT schemaname::text FROM pg_tables WHERE schemaname"
                        + " NOT IN ('pg_catalog', 'information_schema')"))
                .containsExactlyInAnyOrder("team \"x\"", "e2e_migrations");
    }

    @Test
    void theSessionsTimeZoneDoesNotMoveTheMonths() {
        this.database.execute("ALTER ROLE CURRENT_USER SET timezone = 'America/New_York'");

        service(audit(), FixedTime.at("2026-11-22T00:00:00Z")).applyMigrations();

        assertThat(this.database.query(
                        "SELECT pg_get_expr(relpartbound, oid) FROM pg_class WHERE relname = 'audit_events_2026_11'"))
                .containsExactly("FOR VALUES FROM ('2026-11-01') TO ('2026-12-01')");
        this.database.execute("ALTER ROLE CURRENT_USER RESET timezone");
    }
}
