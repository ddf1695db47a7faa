package io.e2e.migrations.datasource;

import io.e2e.migrations.config.MigrationException;
import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.provision.PoolerException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The database behind a DataSource. Its connections may come from a pool, so each goes back as it was found. Closing leaves
 * the DataSource alone: it belongs to the application.
 */
final class DataSourceDatabase implements TargetDatabase {

    private final DataSource dataSource;
    private final HostGuard guard;
    private volatile @Nullable String url;

    DataSourceDatabase(DataSource dataSource, HostGuard guard, @Nullable String url) {
        this.dataSource = dataSource;
        this.guard = guard;
        this.url = url == null ? null : SafeUrl.of(url);
    }

    @Override
    public Connection connect() throws SQLException {
        this.guard.check(this.dataSource);
        @Nullable Connection connection = this.dataSource.getConnection();
        if (connection == null) {
            throw NotPostgresqlException.mock();
        }
        check(connection);
        try {
            // Before anything is set in a session that may be another client's.
            PoolerException.check(connection, description());
            return BorrowedConnection.of(connection);
        } catch (SQLException | MigrationException ex) {
            connection.close();
            throw ex;
        }
    }

    /** Before anything is written; a refused connection goes back at once. */
    private void check(Connection connection) throws SQLException {
        try {
            this.guard.check(connection);
            this.url = SafeUrl.of(connection.getMetaData().getURL());
        } catch (MigrationException | SQLException ex) {
            connection.close();
            throw ex;
        }
    }

    @Override
    public Optional<DatabaseAddress> address() {
        return Optional.empty();
    }

    @Override
    public String description() {
        return "the application's database" + (this.url == null ? "" : " at " + this.url);
    }

    @Override
    public Optional<String> alternative() {
        return Optional.of(DataSourceAccess.USE_EMBEDDED);
    }

    @Override
    public void close() {
        // Nothing is ours.
    }
}
