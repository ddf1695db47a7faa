package io.e2e.migrations.embedded.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Asks whether processes run, as {@link ProcessHandle} does, but knows zombies. */
public final class Processes {

    private Processes() {}

    /** Whether the process runs. The handle takes a process for alive that has ended, until its parent asks for the exit code. */
    public static boolean isAlive(ProcessHandle process) {
        return process.isAlive() && !isZombie(process);
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
