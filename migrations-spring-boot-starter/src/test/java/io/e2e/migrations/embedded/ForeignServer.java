package io.e2e.migrations.embedded;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.provision.DatabaseProvisioner;
import io.e2e.migrations.provision.JdbcConnector;
import io.e2e.migrations.testing.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL as somebody else would have set it up: a database, its owner, and a superuser whom only tests know. */
public final class ForeignServer implements AutoCloseable {

    private final EmbeddedServer server;
    private final DatabaseAddress address;
    private final Connection superuser;

    /** A session in template1, such as our own superuser's, keeps others from creating databases. */
    private ForeignServer(EmbeddedServer server, DatabaseAddress address) throws SQLException {
        this.server = server;
        this.address = address;
        this.superuser = server.running().connect(address.database());
        server.running().session().close();
    }

    /** Whose role may create databases, and which has a database {@code postgres}. */
    public static ForeignServer start() {
        ForeignServer started = start(Map.of());
        started.execute("ALTER ROLE slm_user CREATEDB");
        started.execute("CREATE DATABASE postgres");
        return started;
    }

    /** With these parameters and nothing but a database and its owner. */
    public static ForeignServer start(Map<String, String> parameters) {
        MigrationConfig config = MigrationConfig.defaults();
        EmbeddedServer.Key key = new EmbeddedServer.Key(
                EmbeddedSettings.defaults().withParameters(parameters), config.postgresPassword(), "");
        EmbeddedServer server = EmbeddedServer.start(key, config.databaseRequest(), null);
        LeasedServer own = new LeasedServer(server, config.databaseRequest(), null, server::close);
        try {
            return new ForeignServer(
                    server, DatabaseProvisioner.single(own, null).address().orElseThrow());
        } catch (SQLException ex) {
            server.close();
            throw new IllegalStateException(ex);
        }
    }

    public DatabaseAddress address() {
        return this.address;
    }

    /** Runs a statement as the superuser. */
    public synchronized void execute(String sql) {
        try (Statement statement = this.superuser.createStatement()) {
            statement.execute(sql);
        } catch (SQLException ex) {
            throw new IllegalStateException(sql, ex);
        }
    }

    /** The first column of the rows, as the superuser sees them. */
    public synchronized List<String> query(String sql) {
        try {
            return Sql.column(this.superuser, sql);
        } catch (SQLException ex) {
            throw new IllegalStateException(sql, ex);
        }
    }

    /** The databases whose names begin so. */
    public List<@Nullable String> databases(String prefix) {
        return query("SELECT datname FROM pg_database WHERE starts_with(datname, '" + prefix + "') ORDER BY 1");
    }

    /** A connection of the database's owner, to this database. */
    public Connection connect(String database) throws SQLException {
        return JdbcConnector.within(
                        MigrationConfig.defaults().options().timeouts().connect())
                .connect(this.address.withDatabase(database));
    }

    @Override
    public void close() {
        try (Connection closing = this.superuser) {
            if (!closing.isClosed()) {
                closing.clearWarnings();
            }
        } catch (SQLException ex) {
            throw new IllegalStateException(ex);
        } finally {
            this.server.close();
        }
    }
}
