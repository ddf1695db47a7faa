package io.e2e.migrations.embedded.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.embedded.binaries.Programs;
import io.e2e.migrations.embedded.host.Platform;
import io.e2e.migrations.embedded.host.RunAs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresProcessTests {

    private static final RunAs SELF = new RunAs(RunAs.Tool.NONE, -1, -1, "");

    @TempDir
    private Path parent;

    @Test
    void commandWhenSystemIsWindowsLetsTheServerAloneWriteItsLog() throws IOException {
        try (ServerDirectory directory =
                ServerDirectory.create(Files.createDirectory(this.parent.resolve("a b")), SELF)) {
            assertThat(PostgresProcess.command(programs("windows"), directory, 5433))
                    .containsExactly(
                            "pg_ctl",
                            "start",
                            "-w",
                            "-D",
                            directory.data().toString(),
                            "-l",
                            directory.log().toString(),
                            "-o",
                            "-p 5433 -c listen_addresses=127.0.0.1");
            assertThat(PostgresProcess.output(programs("windows"), directory))
                    .isEqualTo(directory.controlLog())
                    .isNotEqualTo(directory.log());
        }
    }

    @Test
    void commandWhenSystemIsNotWindowsIsTheServer() throws IOException {
        try (ServerDirectory directory = ServerDirectory.create(this.parent, SELF)) {
            assertThat(PostgresProcess.command(programs("linux"), directory, 5433))
                    .containsExactly(
                            "postgres",
                            "-D",
                            directory.data().toString(),
                            "-p",
                            "5433",
                            "-c",
                            "listen_addresses=127.0.0.1");
            assertThat(PostgresProcess.output(programs("linux"), directory)).isEqualTo(directory.log());
        }
    }

    private static Programs programs(String system) {
        return new Programs(new Platform(system, "amd64", false), Path.of("programs"), "18.1", SELF);
    }
}
