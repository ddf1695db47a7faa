package io.e2e.migrations.derive;

import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.MigrationService;
import io.e2e.migrations.catalog.HeadersFile;
import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.catalog.MigrationCatalog;
import io.e2e.migrations.config.MigrationOptions;
import io.e2e.migrations.embedded.EmbeddedAccess;
import io.e2e.migrations.embedded.EmbeddedSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Selections from catalogs whose files do not say what they make. */
class DerivedSelectorTests {

    private static final EmbeddedAccess ACCESS = EmbeddedAccess.with(EmbeddedSettings.defaults());

    private static MigrationService open(Path directory, String files) {
        // Nothing is known of files that no run has seen.
        String fresh = files + "-- Run " + UUID.randomUUID() + "\n";
        return MigrationService.open(
                MigrationConfig.defaults()
                        .withOptions(SmallCatalog.options(directory, fresh))
                        .withTables("orders"),
                ACCESS);
    }

    @Test
    void applyWhenSelectionIsEnoughAppliesOnlyThat(@TempDir Path directory) {
        try (MigrationService migrations = open(directory, """
                -- 1 customers
                CREATE TABLE customers (id int PRIMARY KEY);
                -- 2 unrelated
                CREATE TABLE unrelated (id int);
                -- 3 orders
                CREATE TABLE orders (id int, customer int REFERENCES customers);
                -- 4 total
                ALTER TABLE orders ADD COLUMN total numeric;
                """)) {
            assertThat(migrations.plan().explain()).isEqualTo("""
                    001 customers  required by 003 orders
                    003 orders     requested: orders
                    004 total      shapes orders""");
            assertThat(migrations.applyMigrations().toString())
                    .contains("003 orders")
                    .doesNotContain("unrelated");
        }
    }

    @Test
    void planWhenSelectionMakesSomethingElseIsTheWholeCatalogAndSaysWhy(@TempDir Path directory) {
        try (MigrationService migrations = open(directory, """
                -- 1 unrelated
                CREATE TABLE unrelated (id int);
                -- 2 orders
                CREATE TABLE orders (id int);
                -- 3 decide
                DO $$ BEGIN
                    IF (SELECT count(*) FROM pg_tables WHERE schemaname = 'public') > 1 THEN
                        EXECUTE 'ALTER TABLE orders ADD COLUMN extra int';
                    END IF;
                END $$;
                """)) {
            String because =
                    "the whole catalog, since the selection alone makes another table orders: column extra integer";
            assertThat(migrations.plan().explain()).isEqualTo("""
                    001 unrelated  %1$s
                    002 orders     %1$s
                    003 decide     %1$s""".formatted(because));
        }
    }

    @Test
    void planWhenSelectionFailsIsTheWholeCatalogAndSaysWhy(@TempDir Path directory) {
        try (MigrationService migrations = open(directory, """
                -- 1 unrelated
                CREATE TABLE unrelated (id int);
                -- 2 orders
                CREATE TABLE orders (id int);
                -- 3 decide
                INSERT INTO orders SELECT 1 / (count(*) - 1) FROM pg_tables WHERE schemaname = 'public';
                """)) {
            assertThat(migrations.plan().explain())
                    .contains("003 decide     the whole catalog, since the selection alone fails: ");
        }
    }

    /** Nothing but a header says that the one table needs the other, so that the plan shows where it comes from. */
    @Test
    void planWhenHeadersAreOfTheseFilesIsTheirsAndWhenAFileIsChangedIsThatOfAReplay(@TempDir Path directory)
            throws IOException {
        MigrationOptions options = SmallCatalog.options(directory, """
                -- 1 unrelated
                CREATE TABLE unrelated (id int);
                -- 2 orders
                CREATE TABLE orders (id int);
                -- Run %s
                """.formatted(UUID.randomUUID()));
        List<Migration> files = MigrationCatalog.load(options.locations(), null).migrations();
        Files.writeString(directory.resolve(HeadersFile.NAME), """
                %s 1_unrelated.sql
                  creates: table unrelated
                %s 2_orders.sql
                  creates: table orders
                  requires: table unrelated
                """.formatted(
                        files.get(0).checksum().substring(0, 16),
                        files.get(1).checksum().substring(0, 16)));
        MigrationConfig config = MigrationConfig.defaults().withOptions(options).withTables("orders");

        try (MigrationService migrations = MigrationService.open(config, ACCESS)) {
            assertThat(migrations.plan().explain()).isEqualTo("""
                    001 unrelated  required by 002 orders
                    002 orders     requested: orders""");
        }
        Files.writeString(directory.resolve("2_orders.sql"), "CREATE TABLE orders (id bigint);");
        try (MigrationService migrations = MigrationService.open(config, ACCESS)) {
            assertThat(migrations.plan().explain()).isEqualTo("002 orders  requested: orders");
        }
    }

    @Test
    void planWhenHeadersAreNotEnoughIsTheWholeCatalogAndSaysWhy(@TempDir Path directory) throws IOException {
        MigrationOptions options = SmallCatalog.options(directory, """
                -- 1 customers
                CREATE TABLE customers (id int PRIMARY KEY);
                -- 2 orders
                CREATE TABLE orders (id int REFERENCES customers);
                -- Run %s
                """.formatted(UUID.randomUUID()));
        MigrationCatalog catalog = MigrationCatalog.load(options.locations(), null);
        Files.writeString(
                directory.resolve(HeadersFile.NAME),
                catalog.migrations().stream()
                        .map(migration -> migration.checksum().substring(0, 16) + " " + migration.file()
                                + "\n  creates: table " + migration.name() + "\n")
                        .collect(Collectors.joining()));

        try (MigrationService migrations = MigrationService.open(
                MigrationConfig.defaults().withOptions(options).withTables("orders"), ACCESS)) {
            String because = "the whole catalog, since the selection alone fails: Migration 'orders' failed:"
                    + " 2_orders.sql:2, SQLSTATE 42P01: ERROR: relation \"customers\" does not exist";
            assertThat(migrations.plan().explain())
                    .isEqualTo("001 customers  " + because + "\n002 orders     " + because);
        }
    }
}
