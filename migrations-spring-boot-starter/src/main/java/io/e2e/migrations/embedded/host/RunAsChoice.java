package io.e2e.migrations.embedded.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Finds the user that the programs can run as: the user of this JVM unless it is root, else the first unprivileged one for which
 * a tool works here. Tools are tried, not only looked for, because containers may have them and forbid what they do.
 */
public final class RunAsChoice {

    /** Users that own nothing of worth, in order of preference. */
    private static final List<String> UNPRIVILEGED = List.of("nobody", "daemon");

    private static final List<RunAs.Tool> TOOLS =
            List.of(RunAs.Tool.SETPRIV, RunAs.Tool.RUNUSER, RunAs.Tool.SU, RunAs.Tool.UNSHARE);

    private final Path accounts;

    /** Looks users up in a file of the form of {@code /etc/passwd}. */
    RunAsChoice(Path accounts) {
        this.accounts = accounts;
    }

    /** The user for this JVM on this machine, which is found once. */
    public static RunAs forThisProcess() {
        return Found.CHOICE;
    }

    private static RunAs choose() {
        try {
            Path probe = Files.createTempFile("e2e-migrations-", ".probe");
            try {
                return FileTree.owner(probe) == 0 ? forRoot() : self(probe);
            } finally {
                Files.delete(probe);
            }
        } catch (IOException ex) {
            return "root".equals(System.getProperty("user.name")) ? forRoot() : RunAs.SELF;
        }
    }

    /** The owner of a new file: Java has no other portable way to learn the user. */
    private static RunAs self(Path probe) throws IOException {
        int uid = FileTree.owner(probe);
        // An owner without a name has its number instead.
        boolean isNumber = uid > 0 && Files.getOwner(probe).getName().equals("" + uid);
        return isNumber ? RunAs.unnamed(uid) : RunAs.SELF;
    }

    private static RunAs forRoot() {
        return new RunAsChoice(Path.of("/etc/passwd")).forRoot(TOOLS);
    }

    /** The first of these tools that works for root here. */
    RunAs forRoot(List<RunAs.Tool> tools) {
        RunAs nobody = unprivilegedUser().orElse(null);
        for (RunAs.Tool tool : tools) {
            RunAs candidate = tool == RunAs.Tool.UNSHARE
                    ? new RunAs(tool, -1, -1, "")
                    : nobody == null ? null : new RunAs(tool, nobody.uid(), nobody.gid(), nobody.name());
            if (candidate != null && works(candidate)) {
                return candidate;
            }
        }
        throw new EmbeddedUserException(tools, UNPRIVILEGED);
    }

    /** Asks a program for the user that it runs as. */
    private static boolean works(RunAs candidate) {
        try {
            Process process = new ProcessBuilder(candidate.wrap(List.of("id", "-u")))
                    .redirectErrorStream(true)
                    .directory(Path.of("/").toFile())
                    .start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            boolean changed = candidate.isOther() ? output.equals("" + candidate.uid()) : !output.equals("0");
            return process.waitFor() == 0 && changed;
        } catch (IOException ex) {
            return false;
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The first user that has an entry, because initdb looks up the name of its user. */
    private Optional<RunAs> unprivilegedUser() {
        List<String> lines;
        try {
            lines = Files.readAllLines(this.accounts, StandardCharsets.ISO_8859_1);
        } catch (IOException ex) {
            return Optional.empty();
        }
        for (String name : UNPRIVILEGED) {
            for (String line : lines) {
                String[] fields = line.split(":");
                if (fields.length > 3 && fields[0].equals(name)) {
                    int uid = Integer.parseInt(fields[2]);
                    return Optional.of(new RunAs(RunAs.Tool.NONE, uid, Integer.parseInt(fields[3]), name));
                }
            }
        }
        return Optional.empty();
    }

    /** A JVM keeps its user. */
    private static final class Found {

        static final RunAs CHOICE = choose();
    }
}
