package io.e2e.migrations.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.MigrationService;
import io.e2e.migrations.config.CatalogOptions;
import io.e2e.migrations.config.MigrationFormat;
import io.e2e.migrations.config.MigrationOptions.OutOfOrder;
import io.e2e.migrations.config.MigrationOptions.VerifyLevel;
import io.e2e.migrations.plan.OutOfOrderException;
import io.e2e.migrations.plan.RenamedMigrationException;
import io.e2e.migrations.testing.CatalogDirectory;
import io.e2e.migrations.testing.SharedDatabase;
import io.e2e.migrations.testing.Sql;
import io.e2e.migrations.testing.TestDatabases;
import io.e2e.migrations.verify.VerificationFailedException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is verified of migrations that do not say what they make, and what the report says of it. */
class ForeignVerificationTests {

    private CatalogDirectory catalog;

    @BeforeEach
    void makeCatalog(@TempDir Path directory) {
        this.catalog = new CatalogDirectory(directory)
                .file("1_item.sql", "CREATE TABLE item (id int PRIMARY KEY, note text); CREATE EXTENSION citext;")
                .file(
                        "2_shop.sql",
                        "CREATE SCHEMA shop; CREATE TABLE shop.bill (item int REFERENCES item, total money);"
                                + " CREATE INDEX bill_item ON shop.bill (item); CREATE SCHEMA gone; CREATE TABLE gone.t (id int);");
    }

    private MigrationConfig config(VerifyLevel level) {
        return this.catalog
                .config()
                .withOptions(this.catalog
                        .options()
                        .withVerify(level)
                        .withCatalog(CatalogOptions.defaults().withFormat(MigrationFormat.PLAIN)));
    }

    @Test
    void verifyWhenTheDatabaseIsACopyComparesWithTheTemplate() {
        try (MigrationService service =
                MigrationService.open(config(VerifyLevel.RELATIONS), TestDatabases.templates())) {
            assertThat(service.applyMigrations().toString()).contains("""
                    : the catalog is applied as a whole
                      001 item
                      002 shop
                      verified, compared with the template: 3 tables, 1 index""");

            Sql.execute(
                    service.database(),
                    "DROP INDEX shop.bill_item",
                    "DROP SCHEMA gone CASCADE",
                    "ALTER TABLE item ALTER note TYPE varchar(9)",
                    "CREATE TABLE of_the_application (id int)");

            assertThatThrownBy(service::verifyMigrations)
                    .isInstanceOf(VerificationFailedException.class)
                    .hasMessageContaining("""
                            does not match the plan:
                              column item.note: text expected, varchar(9) found
                                  ALTER TABLE item ALTER COLUMN note TYPE text USING note::text;
                              schema gone is missing, with all of its objects
                              in schema shop: index bill_item on bill is missing
                                  SET search_path TO "shop";
                                  CREATE INDEX bill_item ON bill USING btree (item);
                            """);
        }
    }

    @Test
    void verifyWhenFurtherMigrationsWereAppliedToTheCopyDoesNotCompare() {
        try (MigrationService service =
                MigrationService.open(config(VerifyLevel.RELATIONS), TestDatabases.templates())) {
            service.applyMigrations();
            this.catalog.file("3_more.sql", "ALTER TABLE item ADD more int;");
            try (MigrationService later = MigrationService.open(
                    config(VerifyLevel.RELATIONS),
                    SharedDatabase.watching(service.database()).access())) {
                assertThat(later.applyMigrations().toString())
                        .contains("  003 more  applied in")
                        .contains("\n  not verified: ");
            }
        }
    }

    @Test
    void verifyInFullComparesAllSchemasWithAReplay() {
        try (MigrationService service = MigrationService.open(config(VerifyLevel.FULL), TestDatabases.templates())) {
            assertThat(service.applyMigrations().toString())
                    .contains(
                            "verified in full, compared with what the migrations make of an empty database: 3 tables, 1 index");

            Sql.execute(service.database(), "ALTER TABLE shop.bill DROP total");

            assertThatThrownBy(service::verifyMigrations)
                    .isInstanceOf(VerificationFailedException.class)
                    .hasMessageContaining("in schema shop: column bill.total is missing");
        }
    }

    @Test
    void applyWhenNothingWasKeptSaysThatNothingIsVerified() throws Exception {
        SharedDatabase database = SharedDatabase.create();
        try (MigrationService service = MigrationService.open(config(VerifyLevel.RELATIONS), database.access())) {
            assertThat(service.applyMigrations().toString())
                    .endsWith(
                            "\n  not verified: the files do not say what they make, and this database keeps no description of it"
                                    + "\n      (e2e.migrations.verify=full compares with what they make of an empty database)");
        }
        Files.move(
                this.catalog.directory().resolve("2_shop.sql"),
                this.catalog.directory().resolve("4_shop.sql"));
        try (MigrationService service = MigrationService.open(config(VerifyLevel.NONE), database.access())) {
            assertThatThrownBy(service::applyMigrations).isInstanceOf(RenamedMigrationException.class);
            service.repair("4_shop.sql");
            this.catalog.file("3_late.sql", "CREATE TABLE late (id int);");
        }
        try (MigrationService service = MigrationService.open(config(VerifyLevel.NONE), database.access())) {
            assertThatThrownBy(service::applyMigrations)
                    .isInstanceOf(OutOfOrderException.class)
                    .hasMessageContaining("\n  3_late.sql is pending, but 4_shop.sql was already applied\n");
            MigrationConfig config = config(VerifyLevel.NONE);
            assertThat(service.applyMigrations(
                                    config.withOptions(config.options().withOutOfOrder(OutOfOrder.APPLY)))
                            .applied())
                    .hasSize(1);
            assertThat(service.status().toString()).contains("3 applied");
        }
    }
}
