package io.e2e.migrations.verify;

/**
 * A difference between a database and the plan.
 *
 * @param problem the kind of difference
 * @param what the object, as a header names it
 * @param explanation the finding in a sentence: the object, the problem and the migration that creates the object
 */
public record Finding(Problem problem, String what, String explanation) {

    @Override
    public String toString() {
        return this.explanation;
    }

    /** The kinds of differences. */
    public enum Problem {
        /** An object does not exist. */
        MISSING,
        /** An object exists, but PostgreSQL does not use it: an invalid index, a disabled trigger. */
        UNUSABLE,
        /** A partition exists as a table, but is not attached. */
        DETACHED,
        /** A month has no partition. */
        UNCOVERED,
        /** A migration of the plan is not in the history. */
        NOT_APPLIED,
        /** A migration's file differs from what was applied. */
        CHANGED
    }
}
