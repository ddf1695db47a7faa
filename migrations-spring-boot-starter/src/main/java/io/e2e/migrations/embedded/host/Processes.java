package io.e2e.migrations.embedded.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What {@link ProcessHandle} says about other processes, corrected by Linux's process table where it errs. */
public final class Processes {

    private Processes() {}

    /** Whether it runs. The handle also says so of one that has ended and whose parent did not ask for its end. */
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
