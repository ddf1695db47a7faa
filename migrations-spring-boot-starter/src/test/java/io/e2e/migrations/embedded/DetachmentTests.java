package io.e2e.migrations.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.codehaus.plexus.classworlds.launcher.Launcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DetachmentTests {

    /** Field 6 of {@code /proc/<pid>/stat} counted after the name, see proc(5). */
    private static final int SESSION = 3;

    @TempDir
    Path directory;

    @Test
    void setsidGivesASessionToTheVeryProcess() throws Exception {
        assumeTrue(Detachment.here().setsid().isPresent(), "there is no setsid here");
        Process process = new ProcessBuilder(Detachment.here().ownSession(List.of("sleep", "60"))).start();
        try {
            assertThat(SharedRun.await(() -> session(process).equals("" + process.pid())))
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void jvmWithoutSetsidIsDeafToCtrlC() throws Exception {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Launcher.class.getName());
        Process process = new ProcessBuilder(new Detachment(Optional.empty()).ownSessionOrDeaf(command)).start();
        try {
            assertThat(answers(process, "before")).isTrue();
            new ProcessBuilder("kill", "-INT", "" + process.pid()).start().waitFor();
            assertThat(answers(process, "after")).isTrue();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void serverWithoutSetsidIsStartedAsItIs() {
        List<String> command = List.of("postgres", "-D", "data");

        assertThat(new Detachment(Optional.empty()).ownSession(command)).isEqualTo(command);
    }

    /** The launcher starts what it is told, if it lives. */
    private boolean answers(Process launcher, String file) throws Exception {
        Path output = this.directory.resolve(file);
        OutputStream in = launcher.getOutputStream();
        in.write((output + "\techo\tyes\n").getBytes(StandardCharsets.UTF_8));
        in.flush();
        return SharedRun.await(() -> Files.exists(output) && Files.size(output) > 0);
    }

    private static String session(Process process) throws Exception {
        String stat = Files.readString(Path.of("/proc", "" + process.pid(), "stat"));
        return stat.substring(stat.lastIndexOf(')') + 2).split(" ")[SESSION];
    }
}
