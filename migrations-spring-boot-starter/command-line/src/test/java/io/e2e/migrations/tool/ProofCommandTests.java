package io.e2e.migrations.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProofCommandTests {

    @TempDir
    private Path directory;

    private CommandRun proofOf(String name, String sql) throws IOException {
        Files.writeString(this.directory.resolve(name), sql);
        return CommandRun.of("proof", "--locations=" + this.directory);
    }

    @Test
    void proofWhenHeaderIsNotTrueEndsWithFinding() throws IOException {
        CommandRun run = proofOf("001_a.sql", """
                -- name: a
                -- description: A table.
                -- creates: table a
                -- creates: index a_by_id on a
                -- +goose Up
                CREATE TABLE a (id integer);
                -- +goose Down
                DROP TABLE a;
                """);

        assertThat(run).isEqualTo(new CommandRun(1, """
                The catalog file:%s is not proven, for one reason:
                  - 001_a.sql: its header says 'creates: index a_by_id on a', which its SQL does not do
                      Take out of its header: -- creates: index a_by_id on a
                Action: Change the files as offered, and run the proof again.
                Plans follow from headers, so they were not tried.
                """.formatted(this.directory), ""));
    }

    @Test
    void proofWhenThereAreNoHeadersProvesEachSelection() throws IOException {
        Files.writeString(this.directory.resolve("V1__a.sql"), "CREATE TABLE a (id integer);");

        assertThat(proofOf("V2__b.sql", "CREATE TABLE b (id integer);")).isEqualTo(new CommandRun(0, """
                proven: 2 migrations are applied to an empty database, and each of 2 tables and views gets from its own \
                migrations what all of them make
                """, ""));
    }
}
