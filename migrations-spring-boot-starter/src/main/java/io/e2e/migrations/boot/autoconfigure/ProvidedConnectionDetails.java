package io.e2e.migrations.boot.autoconfigure;

import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.database.TargetDatabase;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/**
 * A database's address in Spring Boot's words, looked up each time: tests may get another database.
 *
 * @param database what they lead to
 */
record ProvidedConnectionDetails(TargetDatabase database) implements JdbcConnectionDetails {

    private DatabaseAddress address() {
        return this.database.address().orElseThrow();
    }

    @Override
    public String getJdbcUrl() {
        return address().jdbcUrl();
    }

    @Override
    public String getUsername() {
        return address().user();
    }

    @Override
    public String getPassword() {
        return address().password().value();
    }
}
