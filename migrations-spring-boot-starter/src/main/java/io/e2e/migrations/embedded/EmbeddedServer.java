package io.e2e.migrations.embedded;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.database.Secret;
import io.e2e.migrations.time.Deadline;
import io.e2e.migrations.time.TimeSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Set;
import org.postgresql.PGConnection;

/** The roles and databases of one running server, made on demand and never dropped. Thread-safe. */
final class EmbeddedServer implements AutoCloseable {

    private final RunningServer running;
    private final Secret password;
    private final Set<String> roles = new HashSet<>();
    private final Set<String> databases = new HashSet<>();

    EmbeddedServer(RunningServer running, Secret password) {
        this.running = running;
        this.password = password;
    }

    /** Starts the server of this key and returns when it answers. */
    static EmbeddedServer start(SharedServers.Key key, TimeSource time) {
        Deadline deadline = Deadline.in(key.settings().startTimeout(), time);
        Secret password = key.password() == null ? Cluster.newPassword() : key.password();
        ServerStart start = new ServerStart(key.settings(), UserPlaces.current(), PortChoice.free(), deadline);
        return new EmbeddedServer(start.run(), password);
    }

    String version() {
        return this.running.binaries().version();
    }

    boolean isRunning() {
        return this.running.isRunning();
    }

    /** A new empty database, owned by the configured role; its name gets a number if it is taken. */
    synchronized DatabaseAddress createDatabase(MigrationConfig config) {
        String user = config.postgresUser();
        String name = freeName(config.postgresDb());
        if (!this.roles.contains(user)) {
            createRole(user);
            this.roles.add(user);
        }
        createDatabase(name, user);
        this.databases.add(name);
        return new DatabaseAddress(ServerLaunch.HOST, this.running.port(), name, user, this.password);
    }

    @Override
    public void close() {
        this.running.close();
    }

    private String freeName(String wanted) {
        String name = wanted;
        for (int number = 2; this.databases.contains(name); number++) {
            name = wanted + "_" + number;
        }
        return name;
    }

    /**
     * No superuser, no right to create roles or databases: what it may do, it may as the owner of its databases. Only a
     * reset of data needs more, to put rows back without firing triggers; it can be granted since PostgreSQL 15.
     */
    private void createRole(String name) {
        try {
            PGConnection quoting = this.running.session().unwrap(PGConnection.class);
            execute("CREATE ROLE " + quoting.escapeIdentifier(name) + " LOGIN PASSWORD '"
                    + quoting.escapeLiteral(this.password.value()) + "'");
            if (this.running.binaries().major() >= 15) {
                execute("GRANT SET ON PARAMETER session_replication_role TO " + quoting.escapeIdentifier(name));
            }
        } catch (SQLException ex) {
            throw new EmbeddedDatabaseException("create the role " + name + " (e2e.migrations.postgres-user)", ex);
        }
    }

    /** Copying the files costs less than writing them to the log as long as nothing is synced; before 15 it is the only way. */
    private void createDatabase(String name, String owner) {
        String strategy = this.running.binaries().major() >= 15 ? " STRATEGY file_copy" : "";
        try {
            PGConnection quoting = this.running.session().unwrap(PGConnection.class);
            execute("CREATE DATABASE " + quoting.escapeIdentifier(name) + " OWNER " + quoting.escapeIdentifier(owner)
                    + strategy);
        } catch (SQLException ex) {
            throw new EmbeddedDatabaseException("create the database " + name + " (e2e.migrations.postgres-db)", ex);
        }
    }

    private void execute(String sql) throws SQLException {
        Connection session = this.running.session();
        try (Statement statement = session.createStatement()) {
            statement.execute(sql);
        }
    }
}
