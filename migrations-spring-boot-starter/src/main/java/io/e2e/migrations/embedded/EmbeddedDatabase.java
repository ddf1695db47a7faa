package io.e2e.migrations.embedded;

import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.database.DatabaseRequest;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.embedded.process.Connector;
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
    private final boolean copy;
    private final AtomicBoolean closed;

    EmbeddedDatabase(DatabaseAddress address, DatabaseRequest request, String version, Runnable release) {
        this.address = address;
        this.connector = new Connector(address, request.timeouts().connect());
        this.version = version;
        this.release = release;
        this.copy = false;
        this.closed = new AtomicBoolean();
    }

    private EmbeddedDatabase(EmbeddedDatabase same) {
        this.address = same.address;
        this.connector = same.connector;
        this.version = same.version;
        this.release = same.release;
        this.copy = true;
        this.closed = same.closed;
    }

    /** The same database, known to be a copy of a template. */
    EmbeddedDatabase asCopyOfTemplate() {
        return new EmbeddedDatabase(this);
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
    public boolean isCopyOfTemplate() {
        return this.copy;
    }

    @Override
    public void close() {
        if (this.closed.compareAndSet(false, true)) {
            this.release.run();
        }
    }
}
