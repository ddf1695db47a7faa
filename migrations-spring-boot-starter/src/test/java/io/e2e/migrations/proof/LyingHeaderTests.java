package io.e2e.migrations.proof;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.e2e.migrations.testing.CatalogDirectory;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A header that does not say what its SQL does fails the proof, which names the file and the line to write. */
class LyingHeaderTests {

    @TempDir
    private Path directory;

    @Test
    void anIndexThatTheSqlDoesNotMakeIsNamed() {
        CatalogDirectory catalog = new CatalogDirectory(this.directory)
                .write(
                        "001_orders.sql",
                        "-- creates: table orders\n-- creates: index idx_orders on orders",
                        "CREATE TABLE orders (id int);");

        assertThatThrownBy(() -> prove(catalog))
                .isInstanceOf(ProofFailedException.class)
                .hasMessageContaining("001_orders.sql")
                .hasMessageContaining("idx_orders");
    }

    @Test
    void aColumnThatTheHeaderHidesIsNamed() {
        CatalogDirectory catalog = new CatalogDirectory(this.directory)
                .write("001_orders.sql", "-- creates: table orders", "CREATE TABLE orders (id int);")
                .write(
                        "002_total.sql",
                        "-- alters: table orders (total)",
                        "ALTER TABLE orders ADD COLUMN total int, ADD COLUMN hidden int;");

        assertThatThrownBy(() -> prove(catalog))
                .isInstanceOf(ProofFailedException.class)
                .hasMessageContaining("002_total.sql")
                .hasMessageContaining("hidden");
    }

    private static ProofReport prove(CatalogDirectory catalog) {
        return CatalogProof.of("file:" + catalog.directory()).verify();
    }
}
