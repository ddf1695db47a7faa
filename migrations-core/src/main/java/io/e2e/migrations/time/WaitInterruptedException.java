package io.e2e.migrations.time;

import io.e2e.migrations.config.MigrationException;

/** The thread that waited for a database, a lock or a pod was interrupted; its interrupt flag is set. */
public final class WaitInterruptedException extends MigrationException {

    WaitInterruptedException(InterruptedException cause) {
        super(
                "The wait was interrupted: something asked this thread to stop.",
                "Run it again; nothing was left half done.",
                cause);
    }
}
