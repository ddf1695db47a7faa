package io.e2e.migrations.embedded.process;

import io.e2e.migrations.embedded.host.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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

    /** Reads the file; empty if it is missing or not yet written so far. */
    static Optional<PidFile> read(Path data) throws IOException {
        try {
            List<String> lines = Files.readAllLines(data.resolve("postmaster.pid"));
            if (lines.size() <= START) {
                return Optional.empty();
            }
            boolean ready = lines.size() > STATE && lines.get(STATE).strip().equals("ready");
            return Optional.of(new PidFile(
                    Long.parseLong(lines.get(0).strip()),
                    Instant.ofEpochSecond(Long.parseLong(lines.get(START).strip())),
                    ready));
        } catch (NoSuchFileException | NumberFormatException ex) {
            return Optional.empty();
        }
    }

    /** The process of the server, if it runs; not another process that has got its number since. */
    Optional<ProcessHandle> process() {
        return ProcessHandle.of(this.pid)
                .filter(process -> Processes.isAlive(process) && isPostgres(process) && isAsOld(process));
    }

    private static boolean isPostgres(ProcessHandle process) {
        // Unknown where the system hides it; then the start time decides.
        return process.info()
                .command()
                .map(command -> Path.of(command).getFileName().toString().startsWith("postgres"))
                .orElse(true);
    }

    private boolean isAsOld(ProcessHandle process) {
        return process.info()
                .startInstant()
                .map(instant -> Duration.between(instant, this.start).abs().compareTo(TOLERANCE) <= 0)
                .orElse(false);
    }
}
