package io.e2e.migrations.boot.engine;

import com.zaxxer.hikari.HikariConfigMXBean;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import io.e2e.migrations.provision.ExtensibleDatabase;
import io.e2e.migrations.time.Deadline;
import io.e2e.migrations.time.TimeSource;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.jdbc.DataSourceUnwrapper;

/**
 * The application's pools while they make no connection in advance, and close those that nobody uses: a thread does so again and
 * again, because a pool may have been making one.
 */
final class PausedPools implements AutoCloseable {

    /** How long connections may take to leave a database. */
    private static final Duration LEAVE_LIMIT = Duration.ofSeconds(2);

    private static final Duration POLL = Duration.ofMillis(5);

    private final Map<HikariDataSource, Integer> idle = new LinkedHashMap<>();
    private final Thread evicting = new Thread(this::evictAgain, "e2e-migrations-evict");
    private volatile boolean closed;

    PausedPools(ConfigurableListableBeanFactory beans) {
        Arrays.stream(beans.getBeanNamesForType(DataSource.class, true, false))
                .map(beans::getSingleton)
                .filter(DataSource.class::isInstance)
                .map(bean ->
                        DataSourceUnwrapper.unwrap((DataSource) bean, HikariConfigMXBean.class, HikariDataSource.class))
                .filter(pool -> pool != null && pool.isRunning())
                .forEach(pool -> {
                    this.idle.putIfAbsent(pool, pool.getMinimumIdle());
                    pool.setMinimumIdle(0);
                });
        this.evicting.setDaemon(true);
        this.evicting.start();
    }

    private void evictAgain() {
        Deadline never = Deadline.in(Duration.ofDays(1), TimeSource.system());
        while (!this.closed) {
            evict();
            never.pause(POLL);
        }
    }

    /** Closes the connections that nobody uses; others are closed when they are returned. */
    private void evict() {
        for (HikariDataSource pool : this.idle.keySet()) {
            HikariPoolMXBean running = pool.getHikariPoolMXBean();
            if (running != null) {
                running.softEvictConnections();
            }
        }
    }

    /** Closes connections until nobody is in a database; returns who is after a while. */
    List<String> awaitNobodyIn(ExtensibleDatabase database) {
        Deadline deadline = Deadline.in(LEAVE_LIMIT, TimeSource.system());
        while (true) {
            List<String> left = database.addition().sessionsIn(database);
            if (left.isEmpty() || deadline.isOver()) {
                return left;
            }
            deadline.pause(POLL);
        }
    }

    /** Lets the pools make connections in advance again. */
    @Override
    public void close() {
        this.closed = true;
        this.idle.forEach(HikariDataSource::setMinimumIdle);
    }
}
