package io.e2e.migrations.embedded;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.database.TargetDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** One database of a server; closing it gives the server back. Thread-safe. */
final class EmbeddedDatabase implements TargetDatabase {

    private final DatabaseAddress address;
    private final Connector connector;
    private final String version;
    private final Runnable release;
    private final AtomicBoolean closed = new AtomicBoolean();

    EmbeddedDatabase(DatabaseAddress address, MigrationConfig config, String version, Runnable release) {
        this.address = address;
        this.connector = new Connector(address, config.options().timeouts().connect());
        this.version = version;
        this.release = release;
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
        return "embedded PostgreSQL " + this.version + " at " + this.address.host() + ":" + this.address.port() + "/"
                + this.address.database();
    }

    @Override
    public void close() {
        if (this.closed.compareAndSet(false, true)) {
            this.release.run();
        }
    }
}
