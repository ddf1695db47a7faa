package io.e2e.migrations.verify;

import org.jspecify.annotations.Nullable;

/**
 * A difference between a database and the plan.
 *
 * @param problem the kind of difference
 * @param what the object, as a header names it; the migration; or the file of one that was edited
 * @param explanation the finding in a sentence: the object, the problem and the migration that creates the object
 * @param correction the SQL statements that would correct it, each marked {@code -- loses data} if it does; never run
 *     by this library; {@code null} if there are none
 */
public record Finding(
        Problem problem,
        String what,
        String explanation,
        @Nullable String correction) {

    /** A finding that no statement corrects. */
    public Finding(Problem problem, String what, String explanation) {
        this(problem, what, explanation, null);
    }

    /** The explanation and, indented, the correction. */
    @Override
    public String toString() {
        return this.explanation
                + (this.correction == null
                        ? ""
                        : "\n" + this.correction.indent(4).stripTrailing());
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
        CHANGED,
        /** An object differs from the one that the applied migrations make. */
        DIFFERENT,
        /** A part of an object that no applied migration makes. */
        UNEXPECTED
    }
}
