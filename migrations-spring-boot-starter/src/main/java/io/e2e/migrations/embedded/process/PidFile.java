package io.e2e.migrations.embedded.process;

import io.e2e.migrations.embedded.host.FileTree;
import io.e2e.migrations.embedded.host.Platform;
import io.e2e.migrations.embedded.host.Processes;
import io.e2e.migrations.embedded.host.RunAs;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * The file {@code postmaster.pid} in a data directory, which a server writes line by line while it starts: process number,
 * data directory, start time in seconds, port, and in line 8 its state (PostgreSQL source, {@code
 * src/include/utils/pidfile.h}).
 *
 * @param pid the process number
 * @param start when the server began
 * @param ready whether it accepts connections
 */
record PidFile(long pid, Instant start, boolean ready) {

    /** The start time in the process table and the one in the file may differ by so much. */
    private static final Duration TOLERANCE = Duration.ofSeconds(10);

    private static final int START = 2;
    private static final int STATE = 7;

    /** Reads the file; empty if it is missing, not a file, or not yet written so far. */
    static Optional<PidFile> read(Path data) throws IOException {
        try {
            String[] lines = FileTree.read(data.resolve("postmaster.pid")).split("\n");
            if (lines.length <= START) {
                return Optional.empty();
            }
            boolean ready = lines.length > STATE && lines[STATE].strip().equals("ready");
            return Optional.of(new PidFile(
                    Long.parseLong(lines[0].strip()),
                    Instant.ofEpochSecond(Long.parseLong(lines[START].strip())),
                    ready));
        } catch (FileSystemException | NumberFormatException ex) {
            return Optional.empty();
        }
    }

    /**
     * The process of the server in this data directory, if it runs. A number alone proves nothing: another process may have
     * got it since, and another user may have written the file. So the process itself must be one of the server's user, with
     * the program and the data directory on its command line.
     */
    Optional<ProcessHandle> process(Path data, RunAs runAs) {
        return ProcessHandle.of(this.pid)
                .filter(process -> Processes.isAlive(process)
                        && isPostgres(process)
                        && Processes.isOf(runAs, process)
                        && hasDirectory(process, data));
    }

    private static boolean isPostgres(ProcessHandle process) {
        return process.info()
                .command()
                .map(command -> Path.of(command).getFileName().toString().startsWith("postgres"))
                .orElse(false);
    }

    /** Where the system does not show command lines, as on Windows, the start time must be the one in the file. */
    private boolean hasDirectory(ProcessHandle process, Path data) {
        return process.info()
                .arguments()
                .map(arguments -> Arrays.asList(arguments).contains(data.toString()))
                .orElseGet(() -> Platform.current().isWindows() && isAsOld(process));
    }

    private boolean isAsOld(ProcessHandle process) {
        return process.info()
                .startInstant()
                .map(instant -> Duration.between(instant, this.start).abs().compareTo(TOLERANCE) <= 0)
                .orElse(false);
    }
}
