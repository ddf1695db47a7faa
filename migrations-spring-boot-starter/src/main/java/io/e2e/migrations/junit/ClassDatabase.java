package io.e2e.migrations.junit;

import com.zaxxer.hikari.HikariDataSource;
import io.e2e.migrations.MigrationService;
import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.isolation.IsolatedAccess;
import io.e2e.migrations.isolation.Isolation;
import io.e2e.migrations.page.PageRecorder;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The migrated database of one test class, and the connection pool that leads to it. Thread-safe. */
final class ClassDatabase implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ClassDatabase.class);

    private final ExtensionSettings settings;
    private final MigrationService migrations;
    private final HikariDataSource dataSource;
    private final @Nullable IsolatedAccess isolated;
    private volatile boolean closed;

    private ClassDatabase(ExtensionSettings settings, MigrationService migrations, @Nullable IsolatedAccess isolated) {
        this.settings = settings;
        this.migrations = migrations;
        this.isolated = isolated;
        migrations.ensureMigrations(settings.config());
        this.dataSource = isolated == null ? pool(address()) : isolated.pool(migrations.database());
        Optional.ofNullable(isolated).ifPresent(IsolatedAccess::contextIsReady);
    }

    /**
     * Opens the database and applies the migrations.
     *
     * @param user names the test class on the page about the run; empty if there shall be none
     */
    static ClassDatabase open(ExtensionSettings settings, Optional<String> user) {
        IsolatedAccess isolated = settings.isolation() == Isolation.NONE
                ? null
                : new IsolatedAccess(settings.isolation(), settings.access()::provisioner, settings.access());
        MigrationService migrations =
                MigrationService.open(settings.config(), isolated == null ? settings.access() : isolated);
        user.ifPresent(name -> PageRecorder.add(name, migrations.runs()));
        try {
            return new ClassDatabase(settings, migrations, isolated);
        } catch (RuntimeException | Error ex) {
            migrations.close();
            throw ex;
        }
    }

    private static HikariDataSource pool(DatabaseAddress address) {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(address.jdbcUrl());
        pool.setUsername(address.user());
        pool.setPassword(address.password().value());
        pool.setMinimumIdle(0);
        return pool;
    }

    void beforeTest(RunningTest test) {
        if (this.isolated != null) {
            this.isolated.beforeMethod(test);
        }
        if (this.settings.reset()) {
            this.migrations.reset();
        }
    }

    /** Says of a failed test on which database it ran, and changes the database if it is time. */
    void afterTest(RunningTest test, boolean failed) {
        if (failed) {
            DatabaseAddress address = address();
            LOG.warn(
                    "{} failed on {}: {} as {}",
                    test,
                    this.migrations.database().description(),
                    address.plainUrl(),
                    address.user());
        }
        if (this.isolated != null) {
            this.isolated.afterMethod(test);
        }
    }

    DataSource dataSource() {
        return this.dataSource;
    }

    MigrationService migrations() {
        return this.migrations;
    }

    DatabaseAddress address() {
        return this.migrations.database().address().orElseThrow();
    }

    /** Keeps an embedded server running from one test class to the next. */
    AutoCloseable leaseServer() {
        return this.settings.access().lease(this.settings.config().databaseRequest(), this.migrations.template());
    }

    boolean isClosed() {
        return this.closed;
    }

    @Override
    public void close() {
        this.closed = true;
        this.dataSource.close();
        this.migrations.close();
    }

    /**
     * A test method that runs.
     *
     * @param id JUnit's, which no other run has
     */
    record RunningTest(String id, String name) {

        static RunningTest of(ExtensionContext context) {
            return new RunningTest(
                    context.getUniqueId(),
                    context.getRequiredTestClass().getSimpleName() + "."
                            + context.getRequiredTestMethod().getName());
        }

        @Override
        public String toString() {
            return this.name;
        }
    }
}
