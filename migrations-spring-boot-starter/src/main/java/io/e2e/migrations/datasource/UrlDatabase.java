package io.e2e.migrations.datasource;

import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.database.TargetDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/**
 * The application's database by its address. Thread-safe.
 *
 * @param where it is
 */
record UrlDatabase(DatabaseAddress where) implements TargetDatabase {

    @Override
    public Connection connect() throws SQLException {
        Properties properties = new Properties();
        PGProperty.USER.set(properties, this.where.user());
        PGProperty.PASSWORD.set(properties, this.where.password().value());
        Connection connection = new Driver().connect(this.where.jdbcUrl(), properties);
        if (connection == null) {
            throw new SQLException("not a PostgreSQL URL: " + this.where.plainUrl());
        }
        return connection;
    }

    @Override
    public Optional<DatabaseAddress> address() {
        return Optional.of(this.where);
    }

    @Override
    public String description() {
        return "the application's database at " + this.where.plainUrl();
    }

    @Override
    public void close() {
        // Nothing is ours.
    }
}
