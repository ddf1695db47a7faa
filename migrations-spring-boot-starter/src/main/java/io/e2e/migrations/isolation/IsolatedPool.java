package io.e2e.migrations.isolation;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * The application's pool, whose connections lead to whatever database is the present one. A connection that is in use
 * when the database changes works on, and is closed when it comes back. No connection is made in advance, unless
 * {@code spring.datasource.hikari.minimum-idle} says so: it would be thrown away with the next test. Thread-safe.
 */
final class IsolatedPool extends HikariDataSource {

    private final SwitchingDatabase database;

    IsolatedPool(SwitchingDatabase database) {
        this.database = database;
        setMinimumIdle(0);
        setDataSource(new PresentDatabase());
    }

    /** The pool may be making a connection in the moment in which the database changes, and keep it for later. */
    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = super.getConnection();
        while (!this.database.leadsHere(connection)) {
            evictConnection(connection);
            connection = super.getConnection();
        }
        return connection;
    }

    void evictAll() {
        HikariPoolMXBean pool = isClosed() ? null : getHikariPoolMXBean();
        if (pool != null) {
            pool.softEvictConnections();
        }
    }

    /** What the pool connects to. The driver's own DataSource behind it only keeps the time-outs that are set. */
    private final class PresentDatabase extends DelegatingDataSource {

        PresentDatabase() {
            super(new PGSimpleDataSource());
        }

        @Override
        public Connection getConnection() throws SQLException {
            return IsolatedPool.this.database.connect(getDataSourceProperties());
        }

        @Override
        public String toString() {
            return "the present database of " + getPoolName();
        }
    }
}
