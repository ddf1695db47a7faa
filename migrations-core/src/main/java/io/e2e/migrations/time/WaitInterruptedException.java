package io.e2e.migrations.time;

import io.e2e.migrations.config.MigrationException;

/**
 * The thread was interrupted while it waited for a database, a lock or a pod; its interrupt flag is set. The statement
 * under way was canceled.
 */
public final class WaitInterruptedException extends MigrationException {

    private static final String REMEDY = "Run it again; each migration is applied as a whole or not at all.";

    /** The thread slept, or waited for something that can be interrupted. */
    public WaitInterruptedException(InterruptedException cause) {
        super("The thread was interrupted while it waited.", REMEDY, cause);
    }

    WaitInterruptedException(String awaited) {
        super("The thread was interrupted while it waited for " + awaited + ".", REMEDY, null);
    }
}
