package io.e2e.migrations.provision;

import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.database.VerifiedReport;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * The one database of a provisioner, which is closed with it. Thread-safe.
 *
 * @param database the database
 * @param addition what is added to it
 */
record SingleDatabase(TargetDatabase database, DatabaseAddition addition) implements ExtensibleDatabase {

    @Override
    public Connection connect() throws SQLException {
        return this.database.connect();
    }

    @Override
    public Optional<DatabaseAddress> address() {
        return this.database.address();
    }

    @Override
    public String description() {
        return this.database.description();
    }

    @Override
    public boolean createRole(String name) {
        return this.database.createRole(name);
    }

    @Override
    public boolean isOwn() {
        return this.database.isOwn();
    }

    @Override
    public boolean isCopyOfTemplate() {
        return this.database.isCopyOfTemplate();
    }

    @Override
    public Optional<VerifiedReport> verifiedReport() {
        return this.database.verifiedReport();
    }

    @Override
    public void keepVerified(String key, VerifiedReport report) {
        this.addition.keepVerified(this.database, key, report);
    }

    @Override
    public void close() {
        this.database.close();
    }
}
