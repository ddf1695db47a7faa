package io.e2e.migrations.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** A database that is another one, except for the methods that it overrides. */
public interface ForwardingDatabase extends TargetDatabase {

    /** The other database, whose methods are called. */
    TargetDatabase database();

    @Override
    default Connection connect() throws SQLException {
        return database().connect();
    }

    @Override
    default void inspect(Connection connection) throws SQLException {
        database().inspect(connection);
    }

    @Override
    default Optional<DatabaseAddress> address() {
        return database().address();
    }

    @Override
    default String description() {
        return database().description();
    }

    @Override
    default Optional<String> alternative() {
        return database().alternative();
    }

    @Override
    default boolean createRole(String name) {
        return database().createRole(name);
    }

    @Override
    default boolean isOwn() {
        return database().isOwn();
    }

    @Override
    default boolean isCopyOfTemplate() {
        return database().isCopyOfTemplate();
    }

    @Override
    default Optional<VerifiedReport> verifiedReport() {
        return database().verifiedReport();
    }

    @Override
    default void keepVerified(String key, VerifiedReport report) {
        database().keepVerified(key, report);
    }

    @Override
    default void close() {
        database().close();
    }
}
