package io.e2e.migrations.tool.describe;

/** Where headers are written. */
public enum Placement {
    /** Into the files, unless the tool whose they are keeps checksums of them, or may do so. */
    AUTO,
    /** Into the files. */
    INTO,
    /** Into one file beside them. */
    BESIDE
}
