package io.e2e.migrations.tool.describe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.e2e.migrations.catalog.HeadersFile;
import io.e2e.migrations.proof.CatalogProof;
import io.e2e.migrations.tool.catalog.Outcome;
import io.e2e.migrations.tool.catalog.ToolSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Headers that a replay writes. */
class DescribeOperationTests {

    private static final Outcome TRUE = Outcome.of("The headers say what the migrations do.");

    @TempDir
    private Path directory;

    private Path write(String file, String text) throws IOException {
        return Files.writeString(this.directory.resolve(file), text);
    }

    private ToolSettings settings() {
        return ToolSettings.in(this.directory, List.of("."));
    }

    private Outcome check() {
        return DescribeOperation.check(settings(), Placement.AUTO);
    }

    private Outcome write() {
        return DescribeOperation.write(settings(), Placement.AUTO);
    }

    /** A replay finds what a person has written into the headers of Data Storage, and nothing that they do not say. */
    @Test
    void describeWhenTheCatalogIsOursFindsItsHeaders() throws IOException {
        Path ours = Path.of("../../migrations-sql/src/main/resources/db/e2e-migrations")
                .toRealPath();

        Outcome outcome = DescribeOperation.check(ToolSettings.in(ours, List.of(".")), Placement.AUTO);

        assertThat(outcome).isEqualTo(TRUE);
    }

    @Test
    void describeWhenAFileOfOursIsNewWritesItsHeader() throws IOException {
        write("001_customers.sql", """
                -- name: customers
                -- description: Who orders.
                -- creates: table customers

                -- +goose Up
                CREATE TABLE customers (id int PRIMARY KEY);
                -- +goose Down
                DROP TABLE customers;
                """);
        Path file = write("002_orders.sql", """
                -- Why: a customer orders.

                -- +goose Up
                CREATE TABLE orders (id int, customer int REFERENCES customers);
                CREATE INDEX idx_customer ON orders (customer);
                ALTER TABLE customers ADD COLUMN vip boolean;
                -- +goose Down
                ALTER TABLE customers DROP COLUMN vip;
                DROP TABLE orders;
                """);
        String before = Files.readString(file);

        assertThat(check())
                .isEqualTo(Outcome.finding(
                        "The headers do not say what the migrations do; \"describe\" would change:\n  002_orders.sql"));
        assertThat(file).hasContent(before);
        assertThat(write())
                .isEqualTo(Outcome.of("The headers now say what the migrations do. Changed:\n  002_orders.sql"));
        assertThat(file).hasContent("""
                -- name: orders
                -- description: Orders.
                -- creates: table orders
                -- creates: index idx_customer on orders
                -- alters: table customers (vip)

                """ + before);
        assertThat(check()).isEqualTo(TRUE);
        CatalogProof.of("file:" + this.directory).verify();
    }

    @Test
    void describeWhenFilesAreOfFlywayWritesBesideThemWhatTheProofProves() throws IOException {
        write("V1__customers.sql", "CREATE TABLE customers (id int PRIMARY KEY);");
        Path file = write("V2__orders.sql", "CREATE TABLE orders (id int, customer int REFERENCES customers);");
        write("R__names.sql", "CREATE OR REPLACE VIEW names AS SELECT id FROM customers;");

        assertThat(write())
                .isEqualTo(
                        Outcome.of("The headers now say what the migrations do. Changed:\n  e2e-migrations.headers"));

        assertThat(file).hasContent("CREATE TABLE orders (id int, customer int REFERENCES customers);");
        assertThat(this.directory.resolve(HeadersFile.NAME)).content().endsWith("""
                # "describe" of e2e-migrations, which writes it anew when a migration was added or changed.

                8e493ce58a5322e2 V1__customers.sql
                  creates: table customers

                6287dcc8b4a781d2 V2__orders.sql
                  creates: table orders
                  requires: table customers

                18b73a30a28f8052 R__names.sql
                  creates: view names
                  requires: table customers
                """);
        assertThat(check()).isEqualTo(TRUE);
        CatalogProof.of("file:" + this.directory).verify();

        write("V3__more.sql", "ALTER TABLE orders ADD COLUMN total int;");
        assertThat(check().isFinding()).isTrue();
    }

    @Test
    void describeWhenTheDirectoryIsOnTheClassPathRefusesIt() {
        assertThatThrownBy(() -> DescribeOperation.check(
                        ToolSettings.in(this.directory, List.of("classpath:db/e2e-migrations")), Placement.AUTO))
                .hasMessage(
                        "Headers cannot be written to classpath:db/e2e-migrations, which is not a directory of the file"
                                + " system.\nAction: Name the directory in the sources, such as src/main/resources/db/migration.");
    }
}
