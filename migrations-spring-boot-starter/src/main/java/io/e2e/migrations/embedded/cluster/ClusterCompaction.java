package io.e2e.migrations.embedded.cluster;

import io.e2e.migrations.embedded.process.PostgresServer;
import io.e2e.migrations.provision.MaintenanceSession;
import io.e2e.migrations.session.Sql;
import io.e2e.migrations.time.TimeSource;
import java.sql.SQLException;

/**
 * Makes a new cluster small before it is stored, because every run copies it: of the three databases of initdb only
 * {@code template1} stays, and tables are rewritten without gaps and without the maps that PostgreSQL makes again.
 */
final class ClusterCompaction {

    private final PostgresServer server;
    private final MaintenanceSession session;

    /** Compacts the cluster of a server that has no other sessions. */
    ClusterCompaction(PostgresServer server) {
        this.server = server;
        this.session = new MaintenanceSession(server::session, TimeSource.system());
    }

    /** Frees the names, too: a test may call its own database {@code postgres}. */
    void dropUnusedDatabases() throws SQLException {
        this.session.execute("UPDATE pg_database SET datistemplate = false WHERE datname = 'template0'");
        this.session.drop("template0");
        this.session.drop("postgres");
    }

    /**
     * Rewrites all tables and switches to a new WAL segment.
     *
     * @return the name of the segment that will have the checkpoint of the shutdown
     */
    String compact() throws SQLException {
        this.session.execute("VACUUM FULL");
        for (String database :
                this.session.query("SELECT datname FROM pg_database WHERE datname <> current_database()")) {
            compact(
                    database,
                    this.session
                            .query("SELECT 1 FROM pg_database WHERE NOT datallowconn AND datname = "
                                    + Sql.literal(database))
                            .isEmpty());
        }
        this.session.execute("CHECKPOINT");
        this.session.execute("SELECT pg_switch_wal()");
        // Now the position is inside the new segment and no longer on its edge, where the name is that of the old one.
        this.session.execute("CHECKPOINT");
        return this.session
                .query("SELECT pg_walfile_name(pg_current_wal_insert_lsn())")
                .get(0);
    }

    /** Templates refuse connections, even those of the superuser, and do so again afterwards. */
    private void compact(String database, boolean open) throws SQLException {
        String alter = "ALTER DATABASE " + Sql.identifier(database) + " ALLOW_CONNECTIONS ";
        this.session.execute(alter + "true");
        try (MaintenanceSession inside =
                new MaintenanceSession(() -> this.server.connect(database), TimeSource.system())) {
            inside.execute("VACUUM FULL");
        }
        this.session.execute(alter + open);
    }
}
