package io.e2e.migrations.verify;

import java.util.Objects;

/**
 * One thing that is not as the plan promised.
 *
 * @param problem in what way
 * @param what the object, as a header would name it
 * @param explanation the whole finding in a sentence: what, and which migration makes it
 */
public record Finding(Problem problem, String what, String explanation) {

    public Finding {
        Objects.requireNonNull(problem, "problem");
        Objects.requireNonNull(what, "what");
        Objects.requireNonNull(explanation, "explanation");
    }

    @Override
    public String toString() {
        return this.explanation;
    }

    /** The ways in which a promise can be broken. */
    public enum Problem {
        /** It does not exist. */
        MISSING,
        /** It exists, but PostgreSQL does not use it: an invalid index, a disabled trigger. */
        UNUSABLE,
        /** A partition's table exists, but is not attached. */
        DETACHED,
        /** A month has no partition. */
        UNCOVERED,
        /** A migration of the plan is not in the history. */
        NOT_APPLIED,
        /** A migration's file differs from what was applied. */
        CHANGED
    }
}
