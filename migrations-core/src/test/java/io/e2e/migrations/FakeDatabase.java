package io.e2e.migrations;

import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.database.TargetDatabase;
import java.sql.Connection;
import java.util.Optional;

/** A database that only counts the calls of {@code close}. */
final class FakeDatabase implements TargetDatabase {

    private final String description;
    boolean failsToClose;
    int closed;

    FakeDatabase(String description) {
        this.description = description;
    }

    @Override
    public Connection connect() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<DatabaseAddress> address() {
        return Optional.empty();
    }

    @Override
    public String description() {
        return this.description;
    }

    @Override
    public void close() {
        this.closed++;
        if (this.failsToClose) {
            throw new IllegalStateException(this.description);
        }
    }
}
