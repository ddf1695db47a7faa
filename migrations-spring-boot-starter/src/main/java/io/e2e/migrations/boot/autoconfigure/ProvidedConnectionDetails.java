package io.e2e.migrations.boot.autoconfigure;

import io.e2e.migrations.database.DatabaseAddress;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/**
 * A database's address in Spring Boot's words.
 *
 * @param address where it is
 */
record ProvidedConnectionDetails(DatabaseAddress address) implements JdbcConnectionDetails {

    @Override
    public String getJdbcUrl() {
        return this.address.jdbcUrl();
    }

    @Override
    public String getUsername() {
        return this.address.user();
    }

    @Override
    public String getPassword() {
        return this.address.password().value();
    }
}
