package io.e2e.migrations.time;

import io.e2e.migrations.config.MigrationException;

/** The thread was interrupted while it waited for a database, a lock or a pod; its interrupt flag is set. */
public final class WaitInterruptedException extends MigrationException {

    WaitInterruptedException(InterruptedException cause) {
        super(
                "The thread was interrupted while it waited.",
                "Run it again; each migration is applied as a whole or not at all.",
                cause);
    }
}
