package io.e2e.migrations.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.e2e.migrations.catalog.HeadersFile;
import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.catalog.MigrationCatalog;
import io.e2e.migrations.config.CatalogOptions;
import io.e2e.migrations.config.MigrationOptions;
import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.database.DatabaseRequest;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.derive.FactsDeriver;
import io.e2e.migrations.dialect.CatalogSource;
import io.e2e.migrations.embedded.EmbeddedSettings;
import io.e2e.migrations.script.HeaderBlock;
import io.e2e.migrations.testing.TestDatabases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Headers that were written beside the files of Flyway. */
class ForeignProofTests {

    private static final CatalogOptions OPTIONS =
            CatalogOptions.defaults().withPlaceholders(Map.of("owner", "clerk_of_orders"));

    @TempDir
    private Path directory;

    private void write(String file, String text) throws IOException {
        Files.writeString(this.directory.resolve(file), text);
    }

    /** A catalog that has what headers of ours do not say: extensions, further schemas, rows that stay the same. */
    private void writeMigrations() throws IOException {
        write("V1__customers.sql", """
                CREATE EXTENSION pgcrypto;
                CREATE TABLE customers (id int PRIMARY KEY, name text);
                INSERT INTO customers VALUES (1, 'a');
                """);
        write("V2__orders.sql", """
                CREATE SCHEMA billing;
                CREATE TABLE billing.bills (id int PRIMARY KEY);
                CREATE TABLE orders (id int, customer int REFERENCES customers, bill int REFERENCES billing.bills);
                GRANT SELECT ON orders TO ${owner};
                """);
        write("V3__unrelated.sql", "CREATE TABLE unrelated (customers text);");
        write("V4__rows.sql", "UPDATE customers SET name = name; ALTER TABLE billing.bills ADD COLUMN total int;");
        write("V6__empty.sql", "CREATE TABLE news (id int); INSERT INTO news VALUES (1);");
        write("V7__truncate.sql", "TRUNCATE news;");
        // Other values in each run.
        write("V5__random.sql", "CREATE TABLE random AS SELECT gen_random_uuid() AS id, 1 AS number;");
        write("U4__rows.sql", "ALTER TABLE billing.bills DROP COLUMN total;");
        write("R__names.sql", "CREATE OR REPLACE VIEW names AS SELECT name, id FROM customers;");
    }

    private void describe() throws IOException {
        MigrationOptions options = MigrationOptions.defaults()
                .withLocations("file:" + this.directory)
                .withCatalog(OPTIONS);
        DatabaseRequest usual = DatabaseRequest.defaults();
        MigrationCatalog catalog = MigrationCatalog.load(
                new CatalogSource(options.locations(), OPTIONS, "public", usual.user(), usual.database()), null);
        MigrationCatalog derived = new FactsDeriver(EmbeddedSettings.defaults(), Duration.ofMinutes(2))
                .derive(catalog, usual.withUser("catalog_owner"), options);
        write(HeadersFile.NAME, HeadersFile.write(derived.migrations()));
    }

    private CatalogProof proof() {
        return CatalogProof.of("file:" + this.directory)
                .reading(OPTIONS)
                .on(EmbeddedSettings.defaults()
                        .withServer(EmbeddedSettings.defaults().server().withSuperuser()));
    }

    @Test
    void verifyWhenHeadersAreWrittenByDescribeProvesThemAndWhenOneLacksALineSaysWhich() throws IOException {
        writeMigrations();
        describe();

        ProofReport report = proof().verify();

        assertThat(report.migrations()).isEqualTo(8);
        assertThat(report.plans()).isEqualTo(6);
        assertThat(report.notes())
                .containsExactly(
                        "what headers of other tools' files do not claim: Downs, pairs of plans, that no line is"
                                + " superfluous, and further schemas");
        String headers = Files.readString(this.directory.resolve(HeadersFile.NAME));
        write(HeadersFile.NAME, headers.replace("  requires: role clerk_of_orders, table customers\n", """
                  requires: role clerk_of_orders
                """));
        assertThatThrownBy(() -> proof().verify())
                .isInstanceOf(ProofFailedException.class)
                .hasMessage("""
                        The catalog %s is not proven, for one reason:
                          - V2__orders.sql: with what its header requires, it does not apply to an empty database: \
                        V2__orders.sql:3: ERROR: relation "customers" does not exist (SQLSTATE 42P01)
                              Its header must have: -- requires: 001
                        Action: Change the files as offered, and run the proof again.
                        Or let the command "describe" write the headers anew.""".formatted("file:" + this.directory));
    }

    @Test
    void verifyWhenThereAreNoHeadersOrOthersSaysSo() throws IOException {
        write("V1__a.sql", "CREATE TABLE a (id int);");
        String where = "There is nothing to prove of file:" + this.directory + ": ";
        String action =
                "\nAction: Let the command \"describe\" of e2e-migrations write the headers; docs/your-migrations.md describes them.";

        assertThatThrownBy(() -> proof().verify())
                .isInstanceOf(NotProvableException.class)
                .hasMessage(where + "the files are those of another tool, and have no headers." + action);
        write(HeadersFile.NAME, "0123456789abcdef V1__a.sql\n");
        assertThatThrownBy(() -> proof().verify())
                .hasMessage(
                        where + "V1__a.sql is not what its header describes: it, or a placeholder in it, was changed."
                                + action);
    }

    @Test
    void verifyWhenAMigrationCreatesARoleSaysWhyNothingIsProven() throws IOException {
        write("V1__a.sql", "CREATE ROLE clerk;");
        write(
                HeadersFile.NAME,
                HeadersFile.write(MigrationCatalog.load(List.of("file:" + this.directory), null)
                        .migrations()));

        assertThatThrownBy(() -> proof().verify())
                .isInstanceOf(NotProvableException.class)
                .hasMessage("""
                        The headers cannot be proven, because V1__a.sql creates a role: a server has it once, and a proof \
                        applies migrations to many databases of one server.
                        Action: Create the role in a DO block, and only if pg_roles has none of that name. Or do without the \
                        proof: what is selected first is compared with the whole catalog anyway.""");
    }

    @Test
    void validateWhenHeadersAreBesideItsFilesIsStillContentAndWhenTheyAreInThemIsNot() throws IOException {
        write("V1__a.sql", "CREATE TABLE a (id int);");
        Migration migration = MigrationCatalog.load(List.of("file:" + this.directory), null)
                .migrations()
                .get(0);
        try (TargetDatabase database = TestDatabases.create()) {
            DatabaseAddress address = database.address().orElseThrow();
            Flyway flyway = Flyway.configure()
                    .dataSource(
                            address.jdbcUrl(),
                            address.user(),
                            address.password().value())
                    .locations("filesystem:" + this.directory)
                    .load();
            flyway.migrate();

            write(HeadersFile.NAME, HeadersFile.write(List.of(migration)));
            flyway.validate();
            assertThat(flyway.migrate().migrationsExecuted).isZero();

            write("V1__a.sql", HeaderBlock.with("CREATE TABLE a (id int);", migration.checksum(), List.of()));
            assertThatThrownBy(flyway::validate).hasMessageContaining("checksum mismatch");
        }
    }
}
