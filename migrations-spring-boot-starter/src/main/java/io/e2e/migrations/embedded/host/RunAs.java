package io.e2e.migrations.embedded.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The user that PostgreSQL's programs run as. An ordinary user runs them directly. They refuse to run as root ("the server
 * must be started under an unprivileged user ID", PostgreSQL documentation 18.1), so root hands them to an unprivileged user.
 *
 * @param how the tool that changes the user
 * @param uid the numeric user that owns the cluster; -1 means the user of this JVM
 * @param gid its group, or -1
 * @param name its name; empty for the user of this JVM, or that user's number if the system has no name for it
 */
public record RunAs(Tool how, int uid, int gid, String name) {

    /** The user of this JVM. */
    static final RunAs SELF = new RunAs(Tool.NONE, -1, -1, "");

    /** The user of this JVM if it is only a number, without an entry in {@code /etc/passwd}, as on OpenShift. */
    static RunAs unnamed(int uid) {
        return new RunAs(Tool.NONE, -1, -1, "" + uid);
    }

    /** Whether the system knows a name for the user. */
    public boolean hasName() {
        return !this.name.matches("[0-9]+");
    }

    /** Whether programs run as another user, which must then be able to reach and own what they work on. */
    public boolean isOther() {
        return this.uid >= 0;
    }

    /** The permissions of a directory: these if another user must reach it, else only those of its owner. */
    public String permissions(String ifOther) {
        return isOther() ? ifOther : "rwx------";
    }

    /** The command line that runs this one as the right user. */
    public List<String> wrap(List<String> command) {
        List<String> line = new ArrayList<>();
        for (String part : this.how.prefix) {
            line.add(part.replace("UID", "" + this.uid)
                    .replace("GID", "" + this.gid)
                    .replace("NAME", this.name));
        }
        line.addAll(this.how == Tool.SU ? List.of("exec " + quoted(command), this.name) : command);
        return line;
    }

    /** For a POSIX shell: all between single quotes is literal. */
    private static String quoted(List<String> command) {
        return command.stream()
                .map(part -> "'" + part.replace("'", "'\\''") + "'")
                .collect(Collectors.joining(" "));
    }

    /** Gives a file, but not what a link points to, to the user that runs the programs. */
    public void own(Path path) throws IOException {
        own(path, this.uid, this.gid);
    }

    /** Takes a directory back from the user that runs the programs, who can then not reach what root works on in it. */
    public void disown(Path path) throws IOException {
        own(path, 0, 0);
    }

    private void own(Path path, int owner, int group) throws IOException {
        if (isOther()) {
            Files.setAttribute(path, "unix:gid", group, LinkOption.NOFOLLOW_LINKS);
            Files.setAttribute(path, "unix:uid", owner, LinkOption.NOFOLLOW_LINKS);
        }
    }

    /** The ways to another user, the quickest first. */
    public enum Tool {
        /** No change of user. */
        NONE,
        /** {@code setpriv} of util-linux, which becomes the program: one process. */
        SETPRIV("setpriv", "--reuid=UID", "--regid=GID", "--clear-groups", "--"),
        /** {@code runuser} of util-linux, which stays as the program's parent. */
        RUNUSER("runuser", "-u", "NAME", "--"),
        /** {@code su}, on nearly every system; it runs a line of shell. */
        SU("su", "-s", "/bin/sh", "-c"),
        /** {@code unshare} into a user namespace in which root is nobody; files stay root's. */
        UNSHARE("unshare", "--user", "--");

        @SuppressWarnings("ImmutableEnumChecker") // List.of makes an immutable list
        private final List<String> prefix;

        Tool(String... prefix) {
            this.prefix = List.of(prefix);
        }
    }
}
