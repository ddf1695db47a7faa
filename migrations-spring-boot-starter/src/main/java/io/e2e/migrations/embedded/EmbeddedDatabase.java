package io.e2e.migrations.embedded;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.database.TargetDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** One database of a shared server; closing it gives the server back. Thread-safe. */
final class EmbeddedDatabase implements TargetDatabase {

    private final SharedServers.Lease lease;
    private final DatabaseAddress address;
    private final Connector connector;

    EmbeddedDatabase(SharedServers.Lease lease, DatabaseAddress address, MigrationConfig config) {
        this.lease = lease;
        this.address = address;
        this.connector = new Connector(address, config.options().timeouts().connect());
    }

    @Override
    public Connection connect() throws SQLException {
        return this.connector.connect();
    }

    @Override
    public Optional<DatabaseAddress> address() {
        return Optional.of(this.address);
    }

    @Override
    public String description() {
        return "embedded PostgreSQL " + this.lease.server().version() + " at " + this.address.host() + ":"
                + this.address.port() + "/" + this.address.database();
    }

    @Override
    public void close() {
        this.lease.close();
    }
}
