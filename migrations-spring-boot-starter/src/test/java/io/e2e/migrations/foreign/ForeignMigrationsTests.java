package io.e2e.migrations.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.MigrationService;
import io.e2e.migrations.apply.MigrationFailedException;
import io.e2e.migrations.apply.MigrationListener;
import io.e2e.migrations.apply.MigrationReport;
import io.e2e.migrations.config.CatalogOptions;
import io.e2e.migrations.config.MigrationFormat;
import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.testing.CatalogDirectory;
import io.e2e.migrations.testing.SharedDatabase;
import io.e2e.migrations.time.TimeSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a migration of another tool finds when it runs, and what it may do that one of ours may not. */
class ForeignMigrationsTests {

    private final SharedDatabase database = SharedDatabase.create();
    private CatalogDirectory catalog;

    @BeforeEach
    void makeCatalog(@TempDir Path directory) {
        this.catalog = new CatalogDirectory(directory);
    }

    private MigrationConfig config() {
        return this.catalog
                .config()
                .withOptions(this.catalog
                        .options()
                        .withCatalog(CatalogOptions.defaults().withFormat(MigrationFormat.PLAIN)));
    }

    private MigrationReport migrate(MigrationListener... listeners) {
        try (MigrationService service =
                MigrationService.open(config(), this.database.access(), List.of(listeners), TimeSource.system())) {
            return service.applyMigrations();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void applyWhenScriptsEndTransactionsThemselvesRunsEachOfTheirs(boolean singly) {
        this.catalog
                .file("1_whole.sql", "BEGIN; CREATE TABLE seen (id int, run text DEFAULT txid_current()); COMMIT;")
                .file("2_two.sql", """
                        INSERT INTO seen VALUES (1);
                        BEGIN;
                        INSERT INTO seen VALUES (2);
                        SAVEPOINT here;
                        INSERT INTO seen VALUES (3);
                        ROLLBACK TO here;
                        LOCK TABLE seen;
                        COMMIT;
                        INSERT INTO seen VALUES (4);
                        COMMIT;
                        BEGIN;
                        INSERT INTO seen VALUES (5);
                        ROLLBACK;
                        INSERT INTO seen VALUES (6);
                        """)
                .file("3_enum.sql", """
                        CREATE TYPE mood AS ENUM ('low'); BEGIN; ALTER TYPE mood ADD VALUE 'high'; COMMIT;
                        CREATE TABLE moods AS SELECT 'high'::mood AS is;
                        """)
                .file("4_comment_only.sql", "-- nothing\n")
                .file(
                        "5_index.sql",
                        "CREATE INDEX CONCURRENTLY ON seen (run); BEGIN; LOCK TABLE seen; DROP TABLE moods; COMMIT;");

        MigrationReport report = singly ? migrate(new MigrationListener() {}) : migrate();

        assertThat(report.applied()).hasSize(5);
        assertThat(this.database.query(
                        "SELECT string_agg(id::text, ',' ORDER BY id) FROM seen GROUP BY run ORDER BY 1"))
                .containsExactly("1,2", "4", "6");
        assertThat(this.database.query("SELECT to_regclass('moods')")).containsExactly((String) null);
        assertThat(migrate().applied()).isEmpty();
    }

    @Test
    void applyWhenALaterTransactionFailsKeepsTheEarlierAndContinuesThere() {
        this.catalog.file(
                "1_two.sql", "CREATE TABLE a (id int);\nCOMMIT;\nCREATE TABLE b (id int);\nCREATE TABLE a (id int);\n");

        assertThatThrownBy(this::migrate)
                .isInstanceOf(MigrationFailedException.class)
                .hasMessageContaining("1_two.sql:4, SQLSTATE 42P07")
                .hasMessageEndingWith(
                        "Action: Fix 1_two.sql:4 and run again: this migration runs outside of a transaction,"
                                + " and continues at this statement.");

        this.catalog.file("1_two.sql", "CREATE TABLE a (id int);\nCOMMIT;\nCREATE TABLE b (id int);\n");
        assertThat(migrate().applied()).hasSize(1);
    }

    @Test
    void applyWhenTheServerRefusesATransactionRunsTheStatementsOneByOne() {
        this.catalog
                .file(
                        "1_procedure.sql",
                        "CREATE PROCEDURE fill() LANGUAGE plpgsql AS $$ BEGIN CREATE TABLE filled (id int);"
                                + " COMMIT; END $$;")
                .file("2_call.sql", "CREATE TABLE before (id int);\nCALL fill();\nCREATE TABLE after (id int);")
                .file("3_last.sql", "CREATE TABLE last (id int);");

        assertThat(migrate().applied()).hasSize(3);

        assertThat(this.database.query("SELECT count(*) FROM before, filled, after, last"))
                .containsExactly("0");
    }

    @Test
    void applyWhenRolesAreMadeElsewhereMakesThemOnOurServer() {
        this.catalog
                .file("1_table.sql", "CREATE TABLE item (id int); CREATE TABLE other (id int);")
                .file("2_grants.sql", """
                        GRANT SELECT ON item TO "Reader of items";
                        ALTER TABLE item OWNER TO shop_owner;
                        SET ROLE shop_owner;
                        CREATE POLICY own ON item TO shop_guest USING (true);
                        """)
                .file("3_index.sql", "CREATE INDEX CONCURRENTLY i ON other (id); GRANT INSERT ON other TO shop_late;");

        assertThat(migrate().toString())
                .contains(
                        "roles that migrations name and that were made without a login: Reader of items, shop_guest,");

        assertThat(this.database.query(
                        "SELECT rolname FROM pg_roles WHERE rolname ~ '^shop_|items' AND NOT rolcanlogin"))
                .containsExactlyInAnyOrder("Reader of items", "shop_guest", "shop_late", "shop_owner");
    }

    @Test
    void applyWhenARoleIsAbsentOnAServerOfOthersSaysWhoMakesIt() {
        this.catalog.file("1_table.sql", "CREATE TABLE item (id int);\nGRANT SELECT ON item TO shop_absent;");

        assertThatThrownBy(() -> {
                    try (MigrationService service =
                            MigrationService.open(config(), request -> new TheirDatabase(this.database))) {
                        service.applyMigrations();
                    }
                })
                .isInstanceOf(MigrationFailedException.class)
                .hasMessageContaining("1_table.sql:2, SQLSTATE 42704: ERROR: role \"shop_absent\" does not exist")
                .hasMessageEndingWith(
                        "Action: Create the role shop_absent on the server before the migrations run, or let a file"
                                + " of e2e.migrations.run-first do it: this migration was rolled back.");
    }

    @Test
    void applyWhenExtensionsAreAbsentNamesAllOfThemBeforeTheFirstFile() {
        this.catalog
                .file("1_table.sql", "CREATE TABLE item (id int);")
                .file("2_geo.sql", "CREATE EXTENSION citext;\nCREATE EXTENSION IF NOT EXISTS postgis;")
                .file(
                        "3_more.sql",
                        "create extension \"Vector\" with schema public;\nDO 'BEGIN CREATE EXTENSION other; END';");

        assertThatThrownBy(this::migrate)
                .isInstanceOf(AbsentExtensionsException.class)
                .hasMessage("""
                Migrations create extensions that the server of the shared database does not have:
                  Vector, in 3_more.sql:1
                  postgis, in 2_geo.sql:2
                Nothing was run.
                Action: Use a server that has them, such as a container of an image with them (docs/testcontainers.md), or \
                install them on that server. The embedded server has the extensions that PostgreSQL itself brings. If no test \
                needs what these files make, name them in e2e.migrations.leave-out.""");
        assertThat(this.database.query("SELECT to_regclass('item')")).containsExactly((String) null);
    }

    @Test
    void applyWhenMigrationsReplaceOrDropTheSchemaKeepsTheHistory() {
        this.catalog
                .file("1_table.sql", "CREATE TABLE item (id int);")
                .file("2_again.sql", "DROP SCHEMA public CASCADE; CREATE SCHEMA public; CREATE SCHEMA shop;")
                .file("3_moved.sql", "CREATE TABLE item (id int); ALTER TABLE item SET SCHEMA shop;")
                .file("4_gone.sql", "DROP SCHEMA public;")
                .file("5_more.sql", "CREATE TABLE shop.more (id int);");

        assertThat(migrate().applied()).hasSize(5);

        assertThat(migrate().applied()).isEmpty();
        this.catalog.file("6_back.sql", "CREATE SCHEMA public;");
        assertThat(migrate().applied()).hasSize(1);
        assertThat(migrate().applied()).isEmpty();
    }

    @Test
    void applyWhenAMigrationDropsTheHistorySaysSo() {
        this.catalog.file("1_all.sql", """
                DO $$ DECLARE s text; BEGIN
                    FOR s IN SELECT nspname FROM pg_namespace WHERE nspname !~ '^(pg_|information_schema)' LOOP
                        EXECUTE format('DROP SCHEMA %I CASCADE', s);
                    END LOOP;
                END $$;
                """);

        assertThatThrownBy(this::migrate)
                .isInstanceOf(MigrationFailedException.class)
                .hasMessageEndingWith("""
                Action: Leave schema e2e_migrations out of what 1_all.sql drops or moves: this library records there which \
                migrations are applied. This migration was rolled back.""");
    }

    @Test
    void applyWhenSettingsLeakBeginsEachMigrationAnew() {
        this.catalog
                .file(
                        "1_dump.sql",
                        "SET DateStyle = 'SQL, DMY'; SELECT pg_catalog.set_config('search_path', '', false);"
                                + " CREATE TABLE public.a (id int);")
                .file(
                        "2_dates.sql",
                        "CREATE TABLE dates AS SELECT '02/03/2024'::date AS d;"
                                + " CREATE SCHEMA slm_user; CREATE TABLE own (id int);");

        migrate();

        assertThat(this.database.query("SELECT d FROM public.dates")).containsExactly("2024-02-03");
        assertThat(this.database.query("SELECT to_regclass('slm_user.own')")).doesNotContainNull();
    }

    /** A database on a server where nobody makes roles for us. */
    private record TheirDatabase(TargetDatabase database) implements TargetDatabase {

        @Override
        public Connection connect() throws SQLException {
            return this.database.connect();
        }

        @Override
        public Optional<DatabaseAddress> address() {
            return this.database.address();
        }

        @Override
        public String description() {
            return this.database.description();
        }

        @Override
        public void close() {}
    }
}
