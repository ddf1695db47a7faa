package io.e2e.migrations.embedded.binaries;

import io.e2e.migrations.embedded.host.EmbeddedTimeoutException;
import io.e2e.migrations.embedded.host.LogTail;
import io.e2e.migrations.embedded.host.RunAs;
import io.e2e.migrations.time.Deadline;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs PostgreSQL's programs as the right user, in a clean environment, with their output in a file: a program that
 * inherited ours would keep the build's pipe open for as long as it lives.
 *
 * @param binaries which PostgreSQL
 * @param runAs as whom
 */
public record Programs(PostgresBinaries binaries, RunAs runAs) {

    public static final Duration POLL = Duration.ofMillis(5);

    /** Starts a program in the directory that will also be its working directory. */
    public Process start(Path directory, Path log, List<String> command) throws IOException {
        List<String> line = new ArrayList<>(command);
        line.set(0, this.binaries.program(command.get(0)).toString());
        ProcessBuilder builder = new ProcessBuilder(this.runAs.wrap(line))
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        var environment = builder.environment();
        // PGDATA, PGPORT, PGOPTIONS and their like would change what is started.
        environment.keySet().removeIf(name -> name.startsWith("PG"));
        // Without TZ, initdb compares the system's zone with hundreds of files.
        environment.put("TZ", "UTC");
        environment.put("LC_ALL", "C");
        Process process = builder.start();
        process.getOutputStream().close();
        return process;
    }

    /** Runs a program to its end. */
    public void run(Path directory, Path log, Deadline deadline, List<String> command) throws IOException {
        Process process = start(directory, log, command);
        try {
            while (process.isAlive()) {
                if (deadline.isOver()) {
                    throw new EmbeddedTimeoutException(command.get(0), deadline.limit(), LogTail.of(log));
                }
                deadline.pause(POLL);
            }
        } finally {
            process.destroyForcibly();
        }
        if (process.exitValue() != 0) {
            throw new EmbeddedStartException(
                    this.binaries.version(), command.get(0), process.exitValue(), LogTail.of(log));
        }
    }
}
