package io.e2e.migrations.tool;

import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.catalog.HeadersFile;
import io.e2e.migrations.catalog.MigrationCatalog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GraphCommandTests {

    @TempDir
    private Path directory;

    private static CommandRun graph(Path output) {
        return CommandRun.of(
                "graph", "--locations=classpath:db/e2e-migrations", "--tables=audit_events", "--output=" + output);
    }

    @Test
    void graphIsAPageOrWhenTheNameEndsSoAPicture() {
        Path page = this.directory.resolve("new/graph.html");
        Path picture = this.directory.resolve("new/graph.svg");

        assertThat(graph(page)).isEqualTo(new CommandRun(0, "Wrote " + page + "\n", ""));
        assertThat(graph(picture)).isEqualTo(new CommandRun(0, "Wrote " + picture + "\n", ""));

        assertThat(page)
                .content()
                .startsWith("<!DOCTYPE html>")
                .contains("4 migrations, 2 tables and 3 other objects. ");
        assertThat(picture).content().startsWith("<svg ").endsWith("</svg>\n");
    }

    @Test
    void graphWhenItsFileCannotBeWrittenSaysWhatToDo() throws Exception {
        Path file = Files.createFile(this.directory.resolve("file")).resolve("graph.html");

        CommandRun run = graph(file);

        assertThat(run).isEqualTo(new CommandRun(2, "", """
                The graph cannot be written to %s: java.nio.file.FileAlreadyExistsException: %s
                Action: Name a file in a directory that this user can write, with --output or the parameter output.
                """.formatted(file, file.getParent())));
    }

    /** The header names what no file creates, so that the picture shows where its facts are from. */
    @Test
    void graphWhenHeadersAreBesideTheFilesDrawsWhatTheySay() throws Exception {
        Files.writeString(this.directory.resolve("V1__orders.sql"), "CREATE TABLE orders (id int);");
        String location = "file:" + this.directory;
        String checksum = MigrationCatalog.load(List.of(location), null)
                .migrations()
                .get(0)
                .checksum();
        Files.writeString(
                this.directory.resolve(HeadersFile.NAME),
                checksum.substring(0, 16) + " V1__orders.sql\n  creates: table from_header\n");
        Path picture = this.directory.resolve("graph.svg");

        CommandRun run = CommandRun.of("graph", "--locations=" + location, "--output=" + picture);

        assertThat(run).isEqualTo(new CommandRun(0, "Wrote " + picture + "\n", ""));
        assertThat(picture).content().contains(">from_header<").doesNotContain(">orders<");
    }
}
