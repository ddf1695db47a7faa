package io.e2e.migrations.embedded;

import io.e2e.migrations.MigrationException;
import java.util.List;

/** A PostgreSQL program ended before there was a server that answers; carries the end of its output. */
public final class EmbeddedStartException extends MigrationException {

    private final int exitCode;
    private final List<String> log;

    EmbeddedStartException(String version, String program, int exitCode, LogTail log) {
        super(
                "The embedded PostgreSQL " + version + " did not start: " + program + " ended with exit code "
                        + exitCode + "." + log.asText(),
                "Mend what its output names; the parameters of e2e.migrations.embedded.parameters are part of its"
                        + " configuration.",
                null);
        this.exitCode = exitCode;
        this.log = log.lines();
    }

    /** The program's exit code. */
    public int exitCode() {
        return this.exitCode;
    }

    /** The last lines that the program wrote. */
    public List<String> log() {
        return this.log;
    }
}
