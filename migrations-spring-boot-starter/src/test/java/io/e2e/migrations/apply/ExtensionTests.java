package io.e2e.migrations.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.e2e.migrations.MigrationService;
import io.e2e.migrations.testing.CatalogDirectory;
import io.e2e.migrations.testing.SharedDatabase;
import io.e2e.migrations.verify.VerificationFailedException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An extension that a header requires is created, or the error says who can create it. */
class ExtensionTests {

    private final SharedDatabase database = SharedDatabase.create();
    private CatalogDirectory catalog;
    private MigrationService service;

    @BeforeEach
    void writeCatalog(@TempDir Path directory) {
        this.catalog = new CatalogDirectory(directory)
                .write(
                        "001_customers.sql",
                        "-- creates: table customers\n-- requires: extension citext",
                        "CREATE TABLE customers (mail citext PRIMARY KEY);");
        this.service = MigrationService.open(this.catalog.config(), this.database.access());
    }

    @Test
    void applyWhenARequiredExtensionIsAbsentCreatesIt() {
        assertThat(this.service.applyMigrations().toString()).contains("verified: 1 table");

        assertThat(this.database.query("SELECT extname FROM pg_extension")).contains("citext");
    }

    @Test
    void applyWhenTheExtensionIsNotOnTheSearchPathNamesItsSchema() {
        this.database.execute("CREATE SCHEMA shared", "CREATE EXTENSION citext SCHEMA shared");

        assertThatThrownBy(this.service::applyMigrations)
                .isInstanceOf(MissingExtensionException.class)
                .hasMessage("""
                        The extension citext exists, but in schema shared, which is not on the search path of migrations: \
                        001_customers.sql:6, SQLSTATE 42704: ERROR: type "citext" does not exist
                          Position: 30
                          statement:
                            CREATE TABLE customers (mail citext PRIMARY KEY)
                        Migrations on the shared database
                          001 customers  all tables are requested  FAILED
                        Action: As its owner, move it to a schema on the search path: ALTER EXTENSION "citext" SET SCHEMA \
                        public.""");
    }

    @Test
    void applyWhenTheServerDoesNotHaveTheExtensionSaysSo() {
        this.catalog.write("002_places.sql", "-- requires: extension postgis", "SELECT 1;");

        assertThatThrownBy(this.service::applyMigrations)
                .isInstanceOf(MissingExtensionException.class)
                .hasMessageStartingWith("The extension postgis is not available on the server of the shared database:"
                        + " 002_places.sql:1, SQLSTATE 0A000: ERROR: extension \"postgis\" is not available\n")
                .hasMessageEndingWith("Action: Install it on that server (for Debian, a package such as postgresql-contrib or"
                        + " postgresql-18-…), or use a server that has it, such as a container of an image with it. The"
                        + " embedded server has the extensions that PostgreSQL itself brings.");
    }

    @Test
    void applyWhenTheExtensionNeedsASuperuserGivesTheStatement() {
        this.catalog.write("002_statements.sql", "-- requires: extension pg_stat_statements", "SELECT 1;");

        assertThatThrownBy(this.service::applyMigrations)
                .isInstanceOf(MissingRightsException.class)
                .hasMessageContaining("The role lacks:\n  - superuser, to make extension pg_stat_statements\n")
                .hasMessageEndingWith("\n  CREATE EXTENSION pg_stat_statements;");
    }

    @Test
    void verifyWhenTheExtensionWasDroppedFindsIt() {
        this.service.applyMigrations();
        this.database.execute("DROP EXTENSION citext CASCADE");

        assertThatThrownBy(this.service::verifyMigrations)
                .isInstanceOf(VerificationFailedException.class)
                .hasMessageContaining("\n  extension citext is missing, created by 001_customers.sql\n");
    }
}
