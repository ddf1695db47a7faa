package io.e2e.migrations.embedded.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Asks whether processes run, and as whom, beyond what {@link ProcessHandle} tells. */
public final class Processes {

    private Processes() {}

    /** Whether the process runs. The handle takes a process for alive that has ended, until its parent asks for the exit code. */
    public static boolean isAlive(ProcessHandle process) {
        return process.isAlive() && !isZombie(process);
    }

    /** Whether the process runs as this user: by the owner of its entry in {@code /proc}, else by the name of its user. */
    public static boolean isOf(RunAs runAs, ProcessHandle process) {
        Path entry = Path.of("/proc", "" + process.pid());
        try {
            if (Files.exists(entry)) {
                return FileTree.owner(entry) == (runAs.isOther() ? runAs.uid() : FileTree.self());
            }
        } catch (IOException ex) {
            return false;
        }
        Optional<String> user = process.info().user();
        return runAs.isOther()
                ? user.equals(Optional.of(runAs.name()))
                : user.equals(ProcessHandle.current().info().user());
    }

    /** The state is the first field after the name, which may hold spaces and brackets (proc(5)). */
    private static boolean isZombie(ProcessHandle process) {
        try {
            String stat = Files.readString(Path.of("/proc", "" + process.pid(), "stat"));
            return stat.startsWith("Z", stat.lastIndexOf(')') + 2);
        } catch (IOException ex) {
            return false;
        }
    }
}
