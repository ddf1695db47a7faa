package io.e2e.migrations.template;

import io.e2e.migrations.database.DatabaseTemplate;
import io.e2e.migrations.database.TargetDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/** One statement as the contents of databases; counts how often it was run. */
final class Contents implements DatabaseTemplate {

    private final String sql;
    private final AtomicInteger fillings = new AtomicInteger();

    Contents(String sql) {
        this.sql = sql;
    }

    int fillings() {
        return this.fillings.get();
    }

    @Override
    public String fingerprint() {
        return this.sql;
    }

    @Override
    public void fill(TargetDatabase empty) {
        this.fillings.incrementAndGet();
        try (Connection connection = empty.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(this.sql);
        } catch (SQLException ex) {
            throw new IllegalStateException(ex);
        }
    }
}
