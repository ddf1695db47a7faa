package io.e2e.migrations.config;

import org.jspecify.annotations.Nullable;

/**
 * The base of all exceptions of this library. Each says what is wrong ({@link #problem()}) and what to change
 * ({@link #remedy()}); the message is both. Subclasses are defined beside the code that throws them, and have accessors
 * for the facts. No exception contains a password.
 */
public abstract class MigrationException extends RuntimeException {

    private final String problem;
    private final String remedy;

    /**
     * Builds the message from problem and remedy.
     *
     * @param problem what failed, on which object, and why; one or more lines
     * @param remedy what the reader can change, as an instruction
     * @param cause the underlying error; {@code null} if there is none
     */
    protected MigrationException(String problem, String remedy, @Nullable Throwable cause) {
        super(problem + "\nAction: " + remedy, cause);
        this.problem = problem;
        this.remedy = remedy;
    }

    /** What failed, on which object, and why. */
    public final String problem() {
        return this.problem;
    }

    /** What the reader can change, as an instruction. */
    public final String remedy() {
        return this.remedy;
    }
}
