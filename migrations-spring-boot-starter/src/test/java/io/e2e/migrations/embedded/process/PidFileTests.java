package io.e2e.migrations.embedded.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.e2e.migrations.embedded.host.RunAs;
import io.e2e.migrations.embedded.host.RunAsChoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose process a number in {@code postmaster.pid} is. The programs are shells that wait. */
class PidFileTests {

    private static final RunAs SELF = new RunAs(RunAs.Tool.NONE, -1, -1, "");

    @TempDir
    Path directory;

    private Path data;
    private Process process;

    @BeforeEach
    void makeADataDirectory() throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")) && Files.isDirectory(Path.of("/proc")), "needs /proc and sh");
        this.data = Files.createDirectory(this.directory.resolve("data"));
    }

    @AfterEach
    void endTheProcess() {
        if (this.process != null) {
            this.process.destroyForcibly();
        }
    }

    @Test
    void processWhenProgramUserAndDirectoryAreTheServersIsIt() throws IOException {
        start("postgres", this.data);

        assertThat(found(SELF)).contains(this.process.toHandle());
    }

    @Test
    void processWhenAPostgresHasAnotherDirectoryIsEmpty() throws IOException {
        start("postgres", this.directory.resolve("other"));

        assertThat(found(SELF)).isEmpty();
    }

    @Test
    void processWhenProgramIsAnotherIsEmpty() throws IOException {
        start("editor", this.data);

        assertThat(found(SELF)).isEmpty();
    }

    @Test
    void processWhenItIsAnotherUsersIsEmpty() throws IOException {
        RunAs other = RunAsChoice.forThisProcess();
        assumeTrue(other.isOther(), "only root can start a process of another user");
        start("postgres", this.data);

        assertThat(found(other)).isEmpty();
    }

    @Test
    void readWhenFileIsAPipeOrALinkDoesNotOpenIt() throws Exception {
        Path file = this.data.resolve("postmaster.pid");
        Files.createSymbolicLink(file, Path.of("/dev/zero"));
        assertThat(PidFile.read(this.data)).isEmpty();

        Files.delete(file);
        assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor())
                .isZero();
        assertThat(PidFile.read(this.data)).isEmpty();
    }

    private Optional<ProcessHandle> found(RunAs runAs) throws IOException {
        return PidFile.read(this.data).orElseThrow().process(this.data, runAs);
    }

    private void start(String program, Path argument) throws IOException {
        Path copy = Files.copy(Path.of("/bin/sh"), this.directory.resolve(program));
        this.process = new ProcessBuilder(copy.toString(), "-c", "read line; :", argument.toString()).start();
        Files.writeString(
                this.data.resolve("postmaster.pid"),
                this.process.pid() + "\n" + this.data + "\n" + System.currentTimeMillis() / 1000 + "\n");
    }
}
