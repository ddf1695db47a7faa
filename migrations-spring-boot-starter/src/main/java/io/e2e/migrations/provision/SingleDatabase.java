package io.e2e.migrations.provision;

import io.e2e.migrations.database.ForwardingDatabase;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.database.VerifiedReport;

/**
 * The one database of a provisioner, which is closed with it. Thread-safe.
 *
 * @param database the database
 * @param addition what is added to it
 */
record SingleDatabase(TargetDatabase database, DatabaseAddition addition)
        implements ExtensibleDatabase, ForwardingDatabase {

    @Override
    public void keepVerified(String key, VerifiedReport report) {
        this.addition.keepVerified(this.database, key, report);
    }
}
