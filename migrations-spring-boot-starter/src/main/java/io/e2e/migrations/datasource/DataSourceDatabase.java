package io.e2e.migrations.datasource;

import io.e2e.migrations.config.MigrationException;
import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.database.MessageWatch;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.database.UncheckedConnection;
import io.e2e.migrations.provision.PoolerException;
import io.e2e.migrations.time.LimitedCall;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The database behind a DataSource. Its connections may come from a pool, so each goes back as it was found. Closing leaves
 * the DataSource alone: it belongs to the application.
 */
final class DataSourceDatabase implements TargetDatabase {

    private static final Logger LOG = LoggerFactory.getLogger(DataSourceDatabase.class);

    private final DataSource dataSource;
    private final HostGuard guard;
    private final Duration limit;
    private volatile @Nullable String url;

    DataSourceDatabase(DataSource dataSource, HostGuard guard, @Nullable String url, Duration limit) {
        this.dataSource = dataSource;
        this.guard = guard;
        this.limit = limit;
        this.url = url == null ? null : SafeUrl.of(url);
    }

    @Override
    public Connection connect() throws SQLException {
        return limited(() -> checked(borrow())).connection();
    }

    @Override
    public UncheckedConnection connectUnchecked() throws SQLException {
        return limited(() -> {
            Connection borrowed = borrow();
            return BorrowedConnection.isPooled(borrowed) ? checked(borrowed) : unchecked(borrowed);
        });
    }

    private UncheckedConnection limited(Callable<UncheckedConnection> work) throws SQLException {
        this.guard.check(this.dataSource);
        try {
            return new LimitedCall("e2e-migrations-connect", this.limit).run(work, this::giveBackLate);
        } catch (TimeoutException ex) {
            throw new SQLTimeoutException(
                    "the DataSource gave no connection within " + this.limit.toMillis() + " ms", "08001", ex);
        } catch (SQLException | RuntimeException ex) {
            throw ex;
        } catch (Exception ex) {
            throw new SQLException(ex);
        }
    }

    private void giveBackLate(UncheckedConnection late) {
        try {
            late.connection().close();
        } catch (SQLException ex) {
            LOG.debug("A connection that came too late could not be given back", ex);
        }
    }

    private Connection borrow() throws SQLException {
        @Nullable Connection connection = this.dataSource.getConnection();
        if (connection == null) {
            throw NotPostgresqlException.mock();
        }
        return connection;
    }

    /** A connection that ends with its {@code close}, so that nothing of its session must be read before it is used. */
    private UncheckedConnection unchecked(Connection connection) throws SQLException {
        String question = question(connection);
        BorrowedConnection.makeWritable(connection);
        return new UncheckedConnection(connection, question, () -> {
            check(connection);
            SessionState.prepare(connection);
            FirstQuestion.answer(connection);
        });
    }

    private UncheckedConnection checked(Connection connection) throws SQLException {
        String question = question(connection);
        MessageWatch.Limit connect = new MessageWatch.Limit(this.limit, "e2e.migrations.connect-timeout");
        try {
            return new MessageWatch(connection, description(), null)
                    .during(
                            connect,
                            () -> false,
                            () -> UncheckedConnection.checked(
                                    BorrowedConnection.of(connection, question, this::check)));
        } catch (SQLException | MigrationException ex) {
            connection.close();
            throw ex;
        }
    }

    /** Looks at what is known of a connection, which goes back at once if it is refused; the rest is a question. */
    private String question(Connection connection) throws SQLException {
        try {
            boolean asksAddress = this.guard.checkUnasked(connection).isPresent();
            this.url = SafeUrl.of(connection.getMetaData().getURL());
            return FirstQuestion.sql(connection, asksAddress);
        } catch (MigrationException | SQLException ex) {
            connection.close();
            throw ex;
        }
    }

    /** Before anything is set in a session that may be another client's, or written. */
    private void check(Connection connection) throws SQLException {
        this.guard.check(connection);
        PoolerException.check(connection, description());
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
