package io.e2e.migrations.embedded;

import io.e2e.migrations.config.MigrationException;
import io.e2e.migrations.embedded.binaries.EmbeddedBinariesException;

/** The database cannot be compared in full, because the class path has no PostgreSQL for the scratch database. */
public final class NoScratchServerException extends MigrationException {

    NoScratchServerException(EmbeddedBinariesException cause) {
        super(
                "The database cannot be verified in full: it is compared with a scratch database on an embedded"
                        + " PostgreSQL, whose binaries are not on the class path.",
                "Add " + cause.artifact() + " in test scope, or set e2e.migrations.verify=relations.",
                cause);
    }
}
