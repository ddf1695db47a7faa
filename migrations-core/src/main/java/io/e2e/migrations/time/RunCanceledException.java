package io.e2e.migrations.time;

import io.e2e.migrations.config.MigrationException;

/** The service of a run was closed before the run had ended; the statement under way was canceled. */
public final class RunCanceledException extends MigrationException {

    RunCanceledException(String awaited) {
        super(
                "The run was canceled because its service was closed. At last it waited for " + awaited + ".",
                "Close the service, or the application context, when its runs have ended. To continue, run again: each"
                        + " migration is applied as a whole or not at all.",
                null);
    }
}
