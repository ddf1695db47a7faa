package io.e2e.migrations.embedded.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunAsTests {

    private static final List<String> COMMAND = List.of("postgres", "-D", "/tmp/it's here");

    @TempDir
    Path directory;

    @Test
    void wrapWhenUserIsOursReturnsTheCommand() {
        assertThat(new RunAs(RunAs.Tool.NONE, -1, -1, "").wrap(COMMAND)).isEqualTo(COMMAND);
    }

    @Test
    void wrapWhenUserIsAnotherPutsTheToolBeforeTheCommand() {
        assertThat(as(RunAs.Tool.SETPRIV).wrap(COMMAND))
                .containsExactly(
                        "setpriv",
                        "--reuid=77",
                        "--regid=88",
                        "--clear-groups",
                        "--",
                        "postgres",
                        "-D",
                        "/tmp/it's here");
        assertThat(as(RunAs.Tool.RUNUSER).wrap(COMMAND))
                .containsExactly("runuser", "-u", "nemo", "--", "postgres", "-D", "/tmp/it's here");
        assertThat(as(RunAs.Tool.UNSHARE).wrap(COMMAND))
                .containsExactly("unshare", "--user", "--", "postgres", "-D", "/tmp/it's here");
    }

    @Test
    void wrapWhenToolIsSuQuotesTheCommandForTheShell() {
        assertThat(as(RunAs.Tool.SU).wrap(COMMAND))
                .containsExactly("su", "-s", "/bin/sh", "-c", "exec 'postgres' '-D' '/tmp/it'\\''s here'", "nemo");
    }

    @Test
    void forRootWhenToolWorksChoosesIt() {
        assumeTrue(RunAsChoice.forThisProcess().isOther(), "only root can change the user");
        RunAsChoice choice = new RunAsChoice(Path.of("/etc/passwd"));

        for (RunAs.Tool tool : List.of(RunAs.Tool.SETPRIV, RunAs.Tool.RUNUSER, RunAs.Tool.SU)) {
            RunAs chosen = choice.forRoot(List.of(tool));
            assertThat(chosen.how()).isEqualTo(tool);
            assertThat(chosen.name()).isEqualTo("nobody");
        }
    }

    @Test
    void forRootWhenNobodyIsMissingChoosesDaemon() throws IOException {
        assumeTrue(RunAsChoice.forThisProcess().isOther(), "only root can change the user");
        Path accounts =
                Files.writeString(this.directory.resolve("passwd"), "root:x:0:0::/:/bin/sh\ndaemon:x:1:1::/:\n");

        assertThat(new RunAsChoice(accounts).forRoot(List.of(RunAs.Tool.SETPRIV)))
                .isEqualTo(new RunAs(RunAs.Tool.SETPRIV, 1, 1, "daemon"));
    }

    @Test
    void forRootWhenNoToolWorksSaysWhatToDo() {
        Path noAccounts = this.directory.resolve("none");

        assertThatThrownBy(() -> new RunAsChoice(noAccounts).forRoot(List.of(RunAs.Tool.SETPRIV, RunAs.Tool.SU)))
                .isInstanceOf(EmbeddedUserException.class)
                .hasMessage("""
                        PostgreSQL does not run as root, and no tool here starts it as another user (tried setpriv, su).
                        Action: Run the tests as an ordinary user, or install util-linux (setpriv) and keep one of the \
                        users nobody, daemon in /etc/passwd; in a container, allow SETUID, SETGID and CHOWN.""");
    }

    private static RunAs as(RunAs.Tool tool) {
        return new RunAs(tool, 77, 88, "nemo");
    }
}
