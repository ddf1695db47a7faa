package io.e2e.migrations.embedded.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * As whom PostgreSQL's programs run. An ordinary user runs them directly. They refuse to run as root ("the server must
 * be started under an unprivileged user ID", PostgreSQL documentation 18.1), so root hands them to an unprivileged user.
 *
 * @param how the tool that changes the user
 * @param uid the numeric user that owns the cluster; -1 means the user of this JVM
 * @param gid its group, -1 alike
 * @param name its name, empty alike
 */
public record RunAs(Tool how, int uid, int gid, String name) {

    /** Whether programs run as another user, who must then be able to reach and own what they work on. */
    public boolean isOther() {
        return this.uid >= 0;
    }

    /** The command line that runs this one as the right user. */
    public List<String> wrap(List<String> command) {
        return this.how.wrap(this, command);
    }

    /** Gives a file to the user that runs the programs. */
    public void own(Path path) throws IOException {
        if (isOther()) {
            Files.setAttribute(path, "unix:gid", this.gid);
            Files.setAttribute(path, "unix:uid", this.uid);
        }
    }

    /** The ways to another user, the quickest first. */
    public enum Tool {
        /** No change of user. */
        NONE,
        /** {@code setpriv} of util-linux, which becomes the program: one process. */
        SETPRIV,
        /** {@code runuser} of util-linux, which stays as the program's parent. */
        RUNUSER,
        /** {@code su}, on nearly every system. */
        SU,
        /** {@code unshare} into a user namespace in which root is nobody; files stay root's. */
        UNSHARE;

        private List<String> wrap(RunAs user, List<String> command) {
            List<String> prefix = switch (this) {
                case NONE -> List.<String>of();
                case SETPRIV ->
                    List.of("setpriv", "--reuid=" + user.uid, "--regid=" + user.gid, "--clear-groups", "--");
                case RUNUSER -> List.of("runuser", "-u", user.name, "--");
                case SU -> List.of("su", "-s", "/bin/sh", "-c", "exec " + quoted(command), user.name);
                case UNSHARE -> List.of("unshare", "--user", "--");
            };
            List<String> whole = new ArrayList<>(prefix);
            if (this != SU) {
                whole.addAll(command);
            }
            return List.copyOf(whole);
        }

        /** For a POSIX shell: all between single quotes is literal. */
        private static String quoted(List<String> command) {
            return String.join(
                    " ",
                    command.stream()
                            .map(part -> "'" + part.replace("'", "'\\''") + "'")
                            .toList());
        }
    }
}
