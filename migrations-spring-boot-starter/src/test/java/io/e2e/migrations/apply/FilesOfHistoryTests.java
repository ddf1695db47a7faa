package io.e2e.migrations.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.MigrationService;
import io.e2e.migrations.config.MigrationOptions;
import io.e2e.migrations.plan.RenamedMigrationException;
import io.e2e.migrations.testing.CatalogDirectory;
import io.e2e.migrations.testing.SharedDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files that a history names, with versions of any form, and what is said of files that are gone. */
class FilesOfHistoryTests {

    private final SharedDatabase database = SharedDatabase.create();

    @TempDir
    private Path directory;

    @TempDir
    private Path elsewhere;

    private CatalogDirectory catalog;

    @BeforeEach
    void writeCatalog() {
        this.catalog = new CatalogDirectory(this.directory)
                .write("001_a.sql", "-- creates: table a", "CREATE TABLE a (id int);")
                .write("002_b.sql", "-- creates: table b", "CREATE TABLE b (id int);");
    }

    private MigrationReport migrate(MigrationConfig config) {
        try (MigrationService service = MigrationService.open(config, this.database.access())) {
            return service.applyMigrations();
        }
    }

    @Test
    void applyWhenVersionsAreTimestampsOrListsOrdersAndRecordsThem() {
        CatalogDirectory versions = new CatalogDirectory(this.elsewhere)
                .write(
                        "20240229133934_customers.sql",
                        "-- creates: table customers",
                        "CREATE TABLE customers (id int);")
                .write("1.10_c.sql", "-- alters: table d (id)", "ALTER TABLE d ADD id int;")
                .write("1.2_d.sql", "-- creates: table d", "CREATE TABLE d ();")
                .write(
                        "99999999999999999999_last.sql",
                        "-- requires: 20240229133934, 01.10",
                        "INSERT INTO customers VALUES (1);");

        MigrationReport report = migrate(versions.config().withTables("99999999999999999999"));

        assertThat(report.applied())
                .extracting(Object::toString)
                .containsExactly(
                        "1.2 d  precedes 1.10 c on d",
                        "1.10 c  required by 99999999999999999999 last",
                        "20240229133934 customers  required by 99999999999999999999 last",
                        "99999999999999999999 last  requested: 99999999999999999999");
        assertThat(this.database.query("SELECT version FROM e2e_migrations.public ORDER BY rank"))
                .containsExactly("1.2", "1.10", "20240229133934", "99999999999999999999");
        assertThat(migrate(versions.config()).applied()).isEmpty();
    }

    @Test
    void applyWhenAnAppliedFileIsGoneNamesIt() throws IOException {
        migrate(this.catalog.config());
        Instant at = Instant.parse(this.database
                .query("SELECT to_json(applied_at AT TIME ZONE 'UTC') #>> '{}' || 'Z' FROM e2e_migrations.public"
                        + " WHERE file = '002_b.sql'")
                .get(0));
        Files.delete(this.directory.resolve("002_b.sql"));

        MigrationReport report = migrate(this.catalog.config());

        assertThat(report.toString()).contains("\n  missing files of the history: 002_b.sql of file:");
        assertThat(report.verification())
                .asString()
                .endsWith("\nmissing files of the history: 002_b.sql of file:" + this.directory + ", applied " + at
                        + ". Restore them if they were deleted by mistake, or call migrations.repair(\"002_b.sql\"); if a"
                        + " newer build applied them, update this one");
    }

    @Test
    void applyWhenAnAppliedFileWasRenamedRefuses() throws IOException {
        migrate(this.catalog.config());
        Files.move(this.directory.resolve("002_b.sql"), this.directory.resolve("003_b.sql"));

        assertThatThrownBy(() -> migrate(this.catalog.config()))
                .isInstanceOf(RenamedMigrationException.class)
                .hasMessageContaining("002_b.sql, applied ")
                .hasMessageContaining(", is now 003_b.sql");
    }

    @Test
    void applyWhenAnotherCatalogFilledTheSchemaDoesNotMissItsFiles() {
        migrate(this.catalog.config());
        CatalogDirectory other = new CatalogDirectory(this.elsewhere)
                .write("001_other.sql", "-- creates: table other", "CREATE TABLE other (id int);");

        assertThat(migrate(other.config()).toString()).doesNotContain("missing files");
    }

    @Test
    void applyWhenAFileMovedToAnotherLocationFindsItApplied() throws IOException {
        migrate(this.catalog.config());
        Files.move(this.directory.resolve("002_b.sql"), this.elsewhere.resolve("002_b.sql"));
        MigrationOptions both =
                MigrationOptions.defaults().withLocations("file:" + this.directory, "file:" + this.elsewhere);

        MigrationReport report = migrate(MigrationConfig.defaults().withOptions(both));

        assertThat(report.applied()).isEmpty();
        assertThat(report.toString()).doesNotContain("missing files");
    }
}
