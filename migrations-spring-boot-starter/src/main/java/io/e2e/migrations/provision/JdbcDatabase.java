package io.e2e.migrations.provision;

import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.database.TargetDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A database that was made for its holder, at a known address. Thread-safe.
 *
 * @param where its address
 * @param connector connects to it
 * @param description one line for people
 * @param isCopyOfTemplate whether it is a copy, so that it is not empty
 * @param roles makes a role on the server if that is ours
 * @param release what closing it does; may be called again
 */
public record JdbcDatabase(
        DatabaseAddress where,
        JdbcConnector connector,
        String description,
        boolean isCopyOfTemplate,
        Predicate<String> roles,
        Runnable release)
        implements TargetDatabase {

    /** A database on a server of others. */
    public JdbcDatabase(
            DatabaseAddress where,
            JdbcConnector connector,
            String description,
            boolean isCopyOfTemplate,
            Runnable release) {
        this(where, connector, description, isCopyOfTemplate, role -> false, release);
    }

    @Override
    public boolean createRole(String name) {
        return this.roles.test(name);
    }

    @Override
    public Connection connect() throws SQLException {
        return this.connector.connect(this.where);
    }

    @Override
    public Optional<DatabaseAddress> address() {
        return Optional.of(this.where);
    }

    @Override
    public boolean isOwn() {
        return true;
    }

    @Override
    public void close() {
        this.release.run();
    }
}
