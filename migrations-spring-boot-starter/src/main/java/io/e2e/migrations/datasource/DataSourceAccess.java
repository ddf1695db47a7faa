package io.e2e.migrations.datasource;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.database.DatabaseAccess;
import io.e2e.migrations.database.TargetDatabase;
import java.util.function.Supplier;
import javax.sql.DataSource;

/**
 * The way to the application's own database, whatever provides it: a URL, a container, a bean. Its user and database
 * are the DataSource's, not those of the configuration. Thread-safe.
 */
public final class DataSourceAccess implements DatabaseAccess {

    private final Supplier<DataSource> dataSource;
    private final HostGuard guard;

    /**
     * Creates the access.
     *
     * @param dataSource asked once, when the database is opened
     * @param guard decides whether the database it leads to may be migrated
     */
    public DataSourceAccess(Supplier<DataSource> dataSource, HostGuard guard) {
        this.dataSource = dataSource;
        this.guard = guard;
    }

    @Override
    public TargetDatabase open(MigrationConfig config) {
        return new DataSourceDatabase(this.dataSource.get(), this.guard);
    }
}
