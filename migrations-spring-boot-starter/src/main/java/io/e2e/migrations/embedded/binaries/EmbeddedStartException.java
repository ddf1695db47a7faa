package io.e2e.migrations.embedded.binaries;

import io.e2e.migrations.config.MigrationException;
import io.e2e.migrations.embedded.host.LogTail;
import java.util.List;

/** A program of PostgreSQL ended before a server answered. The exception has the end of its output. */
public final class EmbeddedStartException extends MigrationException {

    private final int exitCode;
    private final List<String> log;
    private final boolean forLackOfPort;

    private EmbeddedStartException(String problem, String remedy, int exitCode, LogTail log, boolean forLackOfPort) {
        super(problem + log.asText(), remedy, null);
        this.exitCode = exitCode;
        this.log = log.lines();
        this.forLackOfPort = forLackOfPort;
    }

    /** A program ended with this exit code. */
    public EmbeddedStartException(String version, String program, int exitCode, LogTail log) {
        this(
                "The embedded PostgreSQL " + version + " did not start: " + program + " ended with exit code "
                        + exitCode + ".",
                "Fix what its output names; the parameters of e2e.migrations.embedded.parameters are part of its"
                        + " configuration.",
                exitCode,
                log,
                false);
    }

    /** The server got none of the ports that it tried. */
    public static EmbeddedStartException noPort(String version, int attempts, int exitCode, LogTail log) {
        return new EmbeddedStartException(
                "The embedded PostgreSQL " + version + " did not start: it could not listen on any of " + attempts
                        + " ports of 127.0.0.1.",
                "Let this process listen on 127.0.0.1, and see that the machine has free ports.",
                exitCode,
                log,
                true);
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
}
