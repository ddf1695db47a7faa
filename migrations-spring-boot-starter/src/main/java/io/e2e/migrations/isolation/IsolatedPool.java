package io.e2e.migrations.isolation;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * The application's pool, whose connections lead to the present database. A connection that is in use when the database
 * switches stays open, and is closed when the application returns it. No connection is made in advance, unless {@code
 * spring.datasource.hikari.minimum-idle} says so: the next test could not use it. Thread-safe.
 */
final class IsolatedPool extends HikariDataSource {

    private final SwitchingDatabase database;

    /** How many connections of earlier tests the maximum size includes. */
    private int leftOpen;

    IsolatedPool(SwitchingDatabase database) {
        this.database = database;
        setMinimumIdle(0);
        setDataSource(new PresentDatabase());
    }

    /** Skips connections to an earlier database: the pool may have been making one while the database switched. */
    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = super.getConnection();
        while (!this.database.leadsHere(connection)) {
            evictConnection(connection);
            connection = super.getConnection();
        }
        return connection;
    }

    /** Closes what is idle; what an earlier test has not returned takes no place from the next one. */
    synchronized void evictAll() {
        HikariPoolMXBean pool = isClosed() ? null : getHikariPoolMXBean();
        if (pool != null) {
            pool.softEvictConnections();
            int left = pool.getActiveConnections();
            setMaximumPoolSize(getMaximumPoolSize() - this.leftOpen + left);
            this.leftOpen = left;
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
