package io.e2e.migrations.embedded.binaries;

import io.e2e.migrations.embedded.host.EmbeddedTimeoutException;
import io.e2e.migrations.embedded.host.LogTail;
import io.e2e.migrations.embedded.host.Platform;
import io.e2e.migrations.embedded.host.RunAs;
import io.e2e.migrations.time.Deadline;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * PostgreSQL's programs of one version. They run as the right user, in a clean environment and with their output in a file:
 * a program that inherited ours would keep the build's pipe open for as long as it lives.
 */
public final class Programs {

    /** The time between two looks at a program that is about to end. */
    public static final Duration POLL = Duration.ofMillis(5);

    private final Platform platform;
    private final Path home;
    private final String version;
    private final RunAs runAs;

    /**
     * Names programs that are there.
     *
     * @param platform what they run on
     * @param home the directory that has {@code bin}
     * @param version what {@code postgres --version} says, such as {@code 18.6}
     * @param runAs the user that they run as
     */
    public Programs(Platform platform, Path home, String version, RunAs runAs) {
        this.platform = platform;
        this.home = home;
        this.version = version;
        this.runAs = runAs;
    }

    /** The directory that has {@code bin}. */
    public Path home() {
        return this.home;
    }

    /** PostgreSQL's version, such as {@code 18.6}. */
    public String version() {
        return this.version;
    }

    /** The part of the version that decides which options and statements exist. */
    public int major() {
        return Integer.parseInt(this.version.replaceFirst("\\D.*", ""));
    }

    /** The user that the programs run as. */
    public RunAs runAs() {
        return this.runAs;
    }

    /** Whether they are programs of Windows. */
    public boolean areForWindows() {
        return this.platform.isWindows();
    }

    /** The file of a program: {@code initdb}, {@code pg_ctl} or {@code postgres}. */
    Path file(String program) {
        return this.home.resolve("bin").resolve(this.platform.executable(program));
    }

    /** Starts a program in the directory that will also be its working directory. */
    public Process start(Path directory, Path log, List<String> command) throws IOException {
        List<String> line = new ArrayList<>(command);
        line.set(0, file(command.get(0)).toString());
        ProcessBuilder builder = new ProcessBuilder(this.runAs.wrap(line))
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        var environment = builder.environment();
        // PGDATA, PGPORT, PGOPTIONS and their like would change what is started.
        for (String name : List.copyOf(environment.keySet())) {
            if (name.startsWith("PG")) {
                environment.remove(name);
            }
        }
        // Without TZ, initdb compares the system's zone with hundreds of files.
        environment.put("TZ", "UTC");
        environment.put("LC_ALL", "C");
        Process process = builder.start();
        process.getOutputStream().close();
        return process;
    }

    /**
     * Starts a program without which there is no server.
     *
     * @throws EmbeddedStartException if the system does not run it
     */
    public Process startOrFail(Path directory, Path log, List<String> command) {
        try {
            return start(directory, log, command);
        } catch (IOException ex) {
            throw EmbeddedStartException.notRun(this.version, command.get(0), ex);
        }
    }

    /** Runs a program to its end. */
    public void run(Path directory, Path log, Deadline deadline, List<String> command) {
        Process process = startOrFail(directory, log, command);
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
            throw new EmbeddedStartException(this.version, command.get(0), process.exitValue(), LogTail.of(log));
        }
    }
}
