package io.e2e.migrations.embedded.binaries;

import io.e2e.migrations.config.MigrationException;
import io.e2e.migrations.embedded.host.LogTail;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A program of PostgreSQL did not run, or ended before a server answered. The exception has the end of its output. */
public final class EmbeddedStartException extends MigrationException {

    /** What a shell reports for a program that it cannot run (POSIX, 2.8.2). */
    private static final int NOT_RUN = 126;

    private final int exitCode;
    private final List<String> log;
    private final boolean forLackOfPort;

    private EmbeddedStartException(
            String problem, String remedy, Outcome outcome, boolean forLackOfPort, @Nullable IOException cause) {
        super(problem + outcome.log().asText(), remedy, cause);
        this.exitCode = outcome.exitCode();
        this.log = outcome.log().lines();
        this.forLackOfPort = forLackOfPort;
    }

    /** A program ended with this exit code. */
    public EmbeddedStartException(String version, String program, int exitCode, LogTail log) {
        this(
                "The embedded PostgreSQL " + version + " did not start: " + program + " ended with exit code "
                        + exitCode + log.reason().map(line -> ": " + line).orElse("") + ".",
                StartRemedy.of(String.join("\n", log.lines()), exitCode),
                new Outcome(exitCode, log),
                false,
                null);
    }

    /** The system did not run a program. */
    public static EmbeddedStartException notRun(String version, String program, IOException cause) {
        return new EmbeddedStartException(
                "The embedded PostgreSQL " + version + " did not start: " + program + " cannot be run: "
                        + cause.getMessage() + ".",
                StartRemedy.of("" + cause.getMessage(), NOT_RUN),
                new Outcome(NOT_RUN, new LogTail(List.of())),
                false,
                cause);
    }

    /** The server got none of the ports that it tried. */
    public static EmbeddedStartException noPort(String version, int attempts, int exitCode, LogTail log) {
        return new EmbeddedStartException(
                "The embedded PostgreSQL " + version + " did not start: it could not listen on any of " + attempts
                        + " ports of 127.0.0.1.",
                "Let this process listen on 127.0.0.1, and see that the machine has free ports.",
                new Outcome(exitCode, log),
                true,
                null);
    }

    /** The server did not get the one port that is asked for. */
    public static EmbeddedStartException portInUse(String version, int port, int exitCode, LogTail log) {
        return new EmbeddedStartException(
                "The embedded PostgreSQL " + version + " did not start: it could not listen on port " + port
                        + " of 127.0.0.1, which e2e.migrations.embedded.port asks for.",
                "End the process that listens there, choose another e2e.migrations.embedded.port, or remove it, so that"
                        + " each server chooses a port. A port serves one server: tests whose e2e.migrations.embedded"
                        + " properties or e2e.migrations.postgres-password differ have a server each, and so have the JVMs of"
                        + " a build.",
                new Outcome(exitCode, log),
                true,
                null);
    }

    /** The program's exit code. */
    public int exitCode() {
        return this.exitCode;
    }

    /** The last lines that the program wrote. */
    public List<String> log() {
        return this.log;
    }

    /** Whether the server found no port, so that its data directory is not the reason. */
    public boolean isForLackOfPort() {
        return this.forLackOfPort;
    }

    /**
     * How a program ended.
     *
     * @param exitCode its exit code
     * @param log the last lines that it wrote
     */
    private record Outcome(int exitCode, LogTail log) {}
}
