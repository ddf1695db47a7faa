package io.e2e.migrations.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What {@link ProcessHandle} says about other processes, corrected by Linux's process table (proc(5)) where it errs. */
final class Processes {

    /** Fields of {@code /proc/<pid>/stat}, counted after the name, which may hold spaces and brackets. */
    private static final int STATE = 0;

    private static final int START = 19;

    private Processes() {}

    /** Whether it runs. The handle also says so of one that has ended and whose parent did not ask for its end. */
    static boolean isAlive(ProcessHandle process) {
        return process.isAlive()
                && stat(process).map(fields -> !fields.get(STATE).equals("Z")).orElse(true);
    }

    /**
     * Names a process for as long as the machine is up, as numbers are used again. On Linux the start is counted from
     * the boot: the handle's is by the clock, which may be set meanwhile.
     */
    static String mark(ProcessHandle process) {
        String start = stat(process)
                .map(fields -> fields.get(START))
                .orElseGet(() -> process.info()
                        .startInstant()
                        .map(Instant::toEpochMilli)
                        .map(String::valueOf)
                        .orElse(""));
        return process.pid() + "-" + start;
    }

    /** The process of this mark, if it runs. */
    static Optional<ProcessHandle> of(String mark) {
        try {
            return ProcessHandle.of(Long.parseLong(mark.replaceFirst("-.*", "")))
                    .filter(process -> isAlive(process) && mark(process).equals(mark));
        } catch (NumberFormatException ex) {
            return Optional.empty();
        }
    }

    /** Its arguments, empty if they are hidden; on Linux the handle has none of a command line beyond 4,096 bytes. */
    static List<String> arguments(ProcessHandle process) {
        try {
            return List.of(Files.readString(Path.of("/proc", "" + process.pid(), "cmdline"))
                    .split("\0", -1));
        } catch (IOException ex) {
            return process.info().arguments().map(List::of).orElse(List.of());
        }
    }

    private static Optional<List<String>> stat(ProcessHandle process) {
        try {
            String text = Files.readString(Path.of("/proc", "" + process.pid(), "stat"));
            List<String> fields =
                    List.of(text.substring(text.lastIndexOf(')') + 2).split(" ", -1));
            return fields.size() > START ? Optional.of(fields) : Optional.empty();
        } catch (IOException ex) {
            return Optional.empty();
        }
    }
}
