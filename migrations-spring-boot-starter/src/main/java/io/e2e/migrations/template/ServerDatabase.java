package io.e2e.migrations.template;

import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.database.TargetDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One database on a server that is not ours. Thread-safe.
 *
 * @param login to the server
 * @param name of the database
 * @param isCopyOfTemplate whether it was a copy and not empty
 * @param release drops it
 */
record ServerDatabase(Login login, String name, boolean isCopyOfTemplate, Consumer<String> release)
        implements TargetDatabase {

    @Override
    public Connection connect() throws SQLException {
        return this.login.connect(this.name, "e2e-migrations");
    }

    @Override
    public Optional<DatabaseAddress> address() {
        return Optional.of(this.login.address().withDatabase(this.name));
    }

    @Override
    public String description() {
        DatabaseAddress address = this.login.address();
        return "PostgreSQL at " + address.host() + ":" + address.port() + "/" + this.name + ", a database of its own";
    }

    @Override
    public void close() {
        this.release.accept(this.name);
    }
}
