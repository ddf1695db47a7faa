package io.e2e.migrations.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.MigrationService;
import io.e2e.migrations.plan.ChangedMigrationException;
import io.e2e.migrations.reset.NothingMigratedException;
import io.e2e.migrations.session.HistoryFormatException;
import io.e2e.migrations.session.HistoryTable;
import io.e2e.migrations.session.UnreadableHistoryException;
import io.e2e.migrations.testing.CatalogDirectory;
import io.e2e.migrations.testing.SharedDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The history in its own schema: one table for each schema that migrations fill, and a number for its format. */
class HistoryFormatTests {

    private static final String TABLES =
            "SELECT tablename::text FROM pg_tables WHERE schemaname = 'e2e_migrations' ORDER BY 1";

    private final SharedDatabase database = SharedDatabase.create();
    private CatalogDirectory catalog;

    @BeforeEach
    void writeCatalog(@TempDir Path directory) {
        this.catalog =
                new CatalogDirectory(directory).write("001_a.sql", "-- creates: table a", "CREATE TABLE a (id int);");
    }

    private MigrationService service() {
        return service("public");
    }

    private MigrationService service(String schema) {
        MigrationConfig config =
                this.catalog.config().withOptions(this.catalog.options().withSchema(schema));
        return MigrationService.open(config, this.database.access());
    }

    @Test
    void columnsAreThoseOfTheFormat() {
        service().applyMigrations();

        assertThat(this.database.query("SELECT attname || ' ' || format_type(atttypid, atttypmod) FROM pg_attribute"
                        + " WHERE attrelid = 'e2e_migrations.public'::regclass AND attnum > 0 ORDER BY attnum"))
                .as("a change of them needs another number of the format, and an upgrade of this one")
                .containsExactly(
                        "rank bigint",
                        "format integer",
                        "schema_oid oid",
                        "version text",
                        "name text",
                        "file text",
                        "checksum text",
                        "inputs text[]",
                        "applied_by text",
                        "applied_at timestamp with time zone",
                        "duration_ms integer",
                        "seed_data json");
        assertThat(this.database.query("SELECT format FROM e2e_migrations.public"))
                .containsExactly("2");
        assertThat(new HistoryTable("public").createSql())
                .as("part of the fingerprint of every template")
                .last()
                .asString()
                .contains("format integer NOT NULL DEFAULT 2");
    }

    @Test
    void historyWhenItsFormatIsNewerIsRefusedByAll() {
        service().applyMigrations();
        this.database.execute(
                "ALTER TABLE e2e_migrations.public RENAME checksum TO digest",
                "UPDATE e2e_migrations.public SET format = 4",
                "INSERT INTO a VALUES (1)");

        assertRefused(() -> service().applyMigrations());
        assertRefused(() -> service().verifyMigrations());
        assertRefused(() -> service().reset());

        assertThat(this.database.query("SELECT id FROM a")).containsExactly("1");
    }

    private static void assertRefused(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        HistoryFormatException.class,
                        ex -> assertThat(ex.format()).isEqualTo(4))
                .hasMessageContaining("The history of migrations in the shared database has format 4")
                .hasMessageContaining("update to that version");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "inputs = '{x}'",
                "inputs = '{NULL}'",
                "inputs = '{{a=1},{b=2}}'",
                "checksum = NULL",
                "applied_at = NULL",
                "format = NULL"
            })
    void historyWhenARowIsNotOursIsRefusedByAll(String change) {
        service().applyMigrations();
        this.database.execute("""
                DO $$ DECLARE c text; BEGIN
                    FOREACH c IN ARRAY '{format, checksum, inputs, applied_at}'::text[] LOOP
                        EXECUTE format('ALTER TABLE e2e_migrations.public ALTER %I DROP NOT NULL', c);
                    END LOOP;
                END $$""", "UPDATE e2e_migrations.public SET " + change);
        this.catalog.write("002_b.sql", "-- creates: table b", "CREATE TABLE b (id int);");

        for (ThrowingCallable call : List.<ThrowingCallable>of(
                () -> service().applyMigrations(), () -> service().verifyMigrations())) {
            assertThatThrownBy(call)
                    .isInstanceOf(UnreadableHistoryException.class)
                    .hasMessageContaining(
                            "rows that e2e-migrations did not write so:\n  - rank 1, file 001_a.sql, inputs ");
        }
        assertThat(this.database.query("SELECT to_regclass('b')")).containsExactly((String) null);
    }

    @Test
    void historyWithMoreColumnsInputsAndDuplicatesIsRead() {
        service().applyMigrations();
        this.database.execute(
                "ALTER TABLE e2e_migrations.public DROP CONSTRAINT public_file_key, ADD note text DEFAULT 'x'",
                "UPDATE e2e_migrations.public SET version = 'no number', inputs = inputs || '{other=a=b}'::text[],"
                        + " applied_at = '-infinity'",
                "INSERT INTO e2e_migrations.public (version, name, file, checksum, inputs, duration_ms, seed_data)"
                        + " SELECT version, name, file, checksum, inputs, duration_ms, '{}' FROM e2e_migrations.public");
        this.catalog.write("002_b.sql", "-- creates: table b", "CREATE TABLE b (id int);");

        assertThat(service().applyMigrations().applied()).hasSize(1);
        assertThat(service().verifyMigrations().isClean()).isTrue();
    }

    @Test
    void applyWhenAHeaderWasCorrectedFindsNothingPending() {
        service().applyMigrations();
        this.catalog.write("001_a.sql", "-- groups: corrected\n-- creates: table a", "CREATE TABLE a (id int);");

        assertThat(service().applyMigrations().applied()).isEmpty();
        assertThat(service().verifyMigrations().isClean()).isTrue();
    }

    @Test
    void applyWhenAStatementWasEditedIsRefused() {
        service().applyMigrations();
        this.catalog.write("001_a.sql", "-- creates: table a", "CREATE TABLE a (id bigint);");

        assertThatThrownBy(() -> service().applyMigrations()).isInstanceOf(ChangedMigrationException.class);
    }

    @Test
    void applyWhenSeveralSchemasAreFilledGivesEachItsHistory() {
        service("one").applyMigrations();
        service("Two \"2\"").applyMigrations();

        assertThat(service("one").applyMigrations().alreadyApplied()).hasSize(1);
        assertThat(service("Two \"2\"").applyMigrations().alreadyApplied()).hasSize(1);
        assertThat(this.database.query(TABLES)).containsExactly("Two \"2\"", "one");
        this.database.execute("INSERT INTO one.a VALUES (1)", "INSERT INTO \"Two \"\"2\"\"\".a VALUES (1)");
        assertThat(service("one").reset().tables()).containsExactly("a");
        assertThat(this.database.query("SELECT id FROM \"Two \"\"2\"\"\".a")).containsExactly("1");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void applyWhenARunInAnotherSchemaCreatesTheSchemaOfTheHistoryWaitsForIt(boolean succeeds) throws SQLException {
        CompletableFuture<MigrationReport> run;
        try (Connection other = this.database.connect()) {
            other.setAutoCommit(false);
            other.createStatement().execute("CREATE SCHEMA e2e_migrations");
            run = CompletableFuture.supplyAsync(() -> service("one").applyMigrations());
            this.database.awaitBackendWaitingForLock();
            if (succeeds) {
                other.commit();
            } else {
                other.rollback();
            }
        }

        assertThat(run.join().applied()).hasSize(1);
        assertThat(this.database.query(TABLES)).containsExactly("one");
    }

    @Test
    void migrationWhenItMovesEveryTableOfItsSchemaLeavesTheHistory() {
        this.catalog.write("002_move.sql", "-- drops: table a", """
                CREATE SCHEMA archive;
                -- +goose StatementBegin
                DO $$ DECLARE t record; BEGIN
                    FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
                        EXECUTE format('ALTER TABLE public.%I SET SCHEMA archive', t.tablename);
                    END LOOP;
                END $$;
                -- +goose StatementEnd""");

        assertThat(service().applyMigrations().applied()).hasSize(2);

        assertThat(service().applyMigrations().alreadyApplied()).hasSize(2);
        assertThat(this.database.query("SELECT tablename::text FROM pg_tables WHERE schemaname = 'archive'"))
                .containsExactly("a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"DROP SCHEMA team CASCADE", "DROP SCHEMA team CASCADE; CREATE SCHEMA team"})
    void applyWhenTheSchemaWasDroppedBeginsAgain(String drop) {
        service("team").applyMigrations();
        this.database.execute(drop);

        assertThatThrownBy(() -> service("team").reset()).isInstanceOf(NothingMigratedException.class);
        assertThat(service("team").applyMigrations().applied()).hasSize(1);
        assertThat(service("team").applyMigrations().alreadyApplied()).hasSize(1);
    }

    @Test
    void applyWhenTheSchemaWasRestoredUnderAnotherOidKnowsItsHistory() {
        service("team").applyMigrations();
        this.database.execute(
                "ALTER SCHEMA team RENAME TO old", "CREATE SCHEMA team", "ALTER TABLE old.a SET SCHEMA team");

        assertThat(service("team").applyMigrations().alreadyApplied()).hasSize(1);
        assertThat(service("team").reset().isEmpty()).isTrue();
    }

    @Test
    void applyWhenATableOnlyHasTheNameOfTheFirstFormatLeavesItAlone() {
        this.database.execute("CREATE TABLE e2e_migrations_history (rank int)");

        assertThat(service().applyMigrations().applied()).hasSize(1);

        assertThat(this.database.query("SELECT count(*) FROM e2e_migrations_history"))
                .containsExactly("0");
    }
}
