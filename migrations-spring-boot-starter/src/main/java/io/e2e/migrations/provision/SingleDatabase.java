package io.e2e.migrations.provision;

import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.database.TargetDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * The one database of a provisioner, which is closed with it. Thread-safe.
 *
 * @param provisioner made it
 * @param database the database
 */
record SingleDatabase(DatabaseProvisioner provisioner, TargetDatabase database) implements ExtensibleDatabase {

    @Override
    public boolean isExtensible() {
        return this.provisioner.isExtensible();
    }

    @Override
    public boolean isExtended() {
        return this.provisioner.isExtended();
    }

    @Override
    public List<String> sessions() {
        return this.provisioner.sessionsIn(this.database);
    }

    @Override
    public void keepAddition() {
        this.provisioner.keepAddition(this.database);
    }

    @Override
    public void giveUpAddition() {
        this.provisioner.giveUpAddition();
    }

    @Override
    public void startOver() {
        this.provisioner.startOver(this.database);
    }

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
    public boolean isCopyOfTemplate() {
        return this.database.isCopyOfTemplate();
    }

    @Override
    public void close() {
        this.database.close();
    }
}
