package io.e2e.migrations.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A catalog with a migration that runs outside of a transaction, both ways. */
class NonTransactionalProofTests {

    @Test
    void verifyWhenAMigrationRefusesATransactionProvesIt(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("001_a.sql"), """
                -- name: a
                -- description: For a test.
                -- creates: table a
                -- +goose Up
                CREATE TABLE a (id int);
                INSERT INTO a VALUES (1);
                -- +goose Down
                DROP TABLE a;
                """);
        Files.writeString(directory.resolve("002_i.sql"), """
                -- name: i
                -- description: For a test.
                -- creates: index i on a
                -- +goose Up
                CREATE INDEX CONCURRENTLY i ON a (id);
                VACUUM a;
                -- +goose Down
                DROP INDEX CONCURRENTLY i;
                """);

        assertThat(CatalogProof.of("file:" + directory).verify().toString()).contains("2 headers, 2 downs");
    }
}
