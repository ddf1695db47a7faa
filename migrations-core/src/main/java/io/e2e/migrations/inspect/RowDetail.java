package io.e2e.migrations.inspect;

/** How much of the rows in the tables a description holds. */
public enum RowDetail {
    /** Rows as they are alike in every run: a default that calls a function stands in place of what it gave. */
    REPEATABLE,
    /** Rows as they are. */
    EXACT
}
