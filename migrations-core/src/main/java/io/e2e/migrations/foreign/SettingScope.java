package io.e2e.migrations.foreign;

/** How long a setting holds. */
public enum SettingScope {
    /** Until the end of the transaction. */
    TRANSACTION,
    /** Until it is set anew. */
    SESSION
}
