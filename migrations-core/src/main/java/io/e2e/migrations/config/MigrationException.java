package io.e2e.migrations.config;

import org.jspecify.annotations.Nullable;

/**
 * The root of all errors of this library: each says what is wrong ({@link #problem()}) and what to change
 * ({@link #remedy()}); the message is both. Subclasses stand beside the code that throws them and add the facts as
 * accessors. None carries a password.
 */
public abstract class MigrationException extends RuntimeException {

    private final String problem;
    private final String remedy;

    /**
     * Builds the message from its two halves.
     *
     * @param problem what failed, on which thing, and why; one or more lines
     * @param remedy what the reader can change, as an instruction
     * @param cause the error underneath, kept for the log; {@code null} if this is where it was found
     */
    protected MigrationException(String problem, String remedy, @Nullable Throwable cause) {
        super(problem + "\nAction: " + remedy, cause);
        this.problem = problem;
        this.remedy = remedy;
    }

    /** What failed, on which thing, and why. */
    public final String problem() {
        return this.problem;
    }

    /** What the reader can change so that it works. */
    public final String remedy() {
        return this.remedy;
    }
}
