package io.e2e.migrations.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.MigrationService;
import io.e2e.migrations.testing.CatalogDirectory;
import io.e2e.migrations.testing.SharedDatabase;
import io.e2e.migrations.time.TimeSource;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a migration sets or leaves in the session, and what the rest of the run sees of it: nothing. */
class MigrationSettingsTests {

    private static final String HEAD_OF_A_DUMP = """
            SET statement_timeout = 0;
            SET lock_timeout = 0;
            SET idle_in_transaction_session_timeout = 0;
            SET client_encoding = 'UTF8';
            SET standard_conforming_strings = off;
            SELECT pg_catalog.set_config('search_path', '', false);
            SET check_function_bodies = false;
            SET xmloption = document;
            SET client_min_messages = error;
            SET row_security = off;
            SET default_tablespace = 'pg_default';
            """;

    private static final String OTHER_SETTINGS = """
            SET session_replication_role = replica;
            SET TIME ZONE 'Asia/Tokyo';
            SET datestyle = 'German';
            SET intervalstyle = 'iso_8601';
            SET shop.tenant = 'north';
            SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL SERIALIZABLE;
            SET LOCAL work_mem = '2MB';
            SET ROLE pg_database_owner;
            """;

    private static final String SETTINGS =
            "SELECT name, setting FROM pg_settings UNION ALL SELECT 'roles', current_user"
                    + " || session_user UNION ALL SELECT 'own', coalesce(current_setting('shop.tenant', true), '')";

    private final SharedDatabase database = SharedDatabase.create();
    private CatalogDirectory catalog;

    @BeforeEach
    void makeCatalog(@TempDir Path directory) {
        this.catalog = new CatalogDirectory(directory);
    }

    private MigrationReport migrate(MigrationListener... listeners) {
        try (MigrationService service = MigrationService.open(
                this.catalog.config(), this.database.access(), List.of(listeners), TimeSource.system())) {
            return service.applyMigrations();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void applyWhenMigrationsSetTheSessionBeginsEachWithOurSettings(boolean singly) {
        this.catalog
                .write("001_first.sql", "-- creates: table first", "CREATE TABLE first AS " + SETTINGS + ";")
                .write("002_dump.sql", "-- creates: table dump", HEAD_OF_A_DUMP + "CREATE TABLE public.dump (id int);")
                .write("003_owned.sql", "-- creates: table owned", OTHER_SETTINGS + "CREATE TABLE owned (id int);")
                .write("004_last.sql", "-- creates: table last", "CREATE TABLE last AS " + SETTINGS + ";");

        MigrationReport report = singly ? migrate(new MigrationListener() {}) : migrate();

        assertThat(report.toString()).contains("verified: 4 tables");
        assertThat(this.database.query("(TABLE first EXCEPT TABLE last) UNION ALL (TABLE last EXCEPT TABLE first)"))
                .isEmpty();
    }

    @Test
    void applyWhenMigrationsLeaveTemporaryObjectsDropsThem() {
        String temporary = "CREATE TEMP TABLE orders (gone int); PREPARE counting AS SELECT 1;"
                + " DECLARE rows CURSOR WITH HOLD FOR SELECT 1;";
        this.catalog
                .write(
                        "001_customers.sql",
                        "-- creates: table customers",
                        temporary + "CREATE TABLE customers (id int);")
                .write("002_orders.sql", "-- creates: table orders", "CREATE TABLE orders (id int); TABLE orders;")
                .write("003_totals.sql", "-- alters: table orders (total)", "ALTER TABLE orders ADD total int;")
                .write("004_bills.sql", "-- creates: table bills", temporary + "CREATE TABLE bills (id int);");

        assertThat(migrate().applied()).hasSize(4);

        assertThat(this.database.query("SELECT attname FROM pg_attribute WHERE attrelid = 'orders'::regclass"
                        + " AND attnum > 0 ORDER BY attnum"))
                .containsExactly("id", "total");
    }

    @Test
    void resetWhenMigrationsSetFormatsFindsNothingChanged() {
        String formats = "SET datestyle = 'SQL, DMY'; SET TIME ZONE 'Asia/Tokyo'; SET bytea_output = 'escape';"
                + " SET intervalstyle = 'iso_8601'; SET search_path = pg_catalog;";
        String values = " (at timestamptz, raw bytea, span interval); INSERT INTO public.%1$s VALUES"
                + " ('2026-02-03 04:05:06+00', '\\x00ff', '1 day 2 hours');";
        this.catalog.write(
                "001_a.sql", "-- creates: table a", formats + "CREATE TABLE public.a" + values.formatted("a"));
        migrate();
        this.catalog.write(
                "002_b.sql", "-- creates: table b", formats + "CREATE TABLE public.b" + values.formatted("b"));
        migrate();

        try (MigrationService service = MigrationService.open(this.catalog.config(), this.database.access())) {
            assertThat(service.reset().isEmpty()).isTrue();
        }
    }
}
