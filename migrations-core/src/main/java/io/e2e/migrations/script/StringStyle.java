package io.e2e.migrations.script;

/** The meaning of a backslash inside a string. */
enum StringStyle {
    /** An ordinary character, as in the SQL standard; a quote inside the string is doubled. */
    STANDARD,
    /** The start of an escape, as in {@code E'it\'s'}. */
    BACKSLASH
}
