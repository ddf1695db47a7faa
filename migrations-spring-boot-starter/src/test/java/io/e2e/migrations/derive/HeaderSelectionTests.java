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

/** Selections by headers that were written beside the files of other tools. */
class HeaderSelectionTests {

    private static final EmbeddedAccess ACCESS = EmbeddedAccess.with(EmbeddedSettings.defaults());

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
