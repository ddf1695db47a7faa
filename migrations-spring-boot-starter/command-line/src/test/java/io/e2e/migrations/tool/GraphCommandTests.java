package io.e2e.migrations.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
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
}
