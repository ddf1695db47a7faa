package io.e2e.migrations.inspect;

/** What a description contains of the rows of tables. */
public enum RowDetail {
    /** No row. */
    NONE,
    /** Rows that are equal after every run: a value from a default that calls a function is replaced by the default. */
    REPEATABLE,
    /** All rows, unchanged. */
    EXACT
}
