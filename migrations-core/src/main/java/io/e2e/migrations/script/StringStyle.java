package io.e2e.migrations.script;

/** What a backslash means inside a string. */
enum StringStyle {
    /** A plain character, as the SQL standard has it; a quote is written twice. */
    STANDARD,
    /** The start of an escape, as in {@code E'it\'s'}. */
    BACKSLASH
}
