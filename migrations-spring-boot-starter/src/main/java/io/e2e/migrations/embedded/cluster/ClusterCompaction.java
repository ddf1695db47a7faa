package io.e2e.migrations.embedded.cluster;

import io.e2e.migrations.embedded.process.PostgresServer;
import io.e2e.migrations.embedded.process.ServerLaunch;
import io.e2e.migrations.provision.MaintenanceSession;
import io.e2e.migrations.time.TimeSource;
import java.sql.SQLException;
import java.util.List;

/**
 * Makes a new cluster small before it is stored, because every run copies it: of the three databases of initdb only
 * {@code template1} stays, and tables are rewritten without gaps and without the maps that PostgreSQL makes again.
 */
public final class ClusterCompaction {

    private final MaintenanceSession session;

    /** Compacts the cluster of a server that has no other sessions. */
    ClusterCompaction(PostgresServer server) {
        this.session = new MaintenanceSession(server::session, TimeSource.system());
    }

    /** Frees the names, too: a test may call its own database {@code postgres}. */
    void dropUnusedDatabases() throws SQLException {
        this.session.execute("UPDATE pg_database SET datistemplate = false WHERE datname = 'template0'");
        this.session.drop("template0");
        this.session.drop("postgres");
    }

    /**
     * The OIDs of the databases that nobody but the superuser enters: {@code template1} and templates. None if there is no
     * other database, or if its role is a superuser too.
     */
    List<String> databasesForLater() throws SQLException {
        return this.session.query("SELECT oid FROM pg_database WHERE (datistemplate OR NOT datallowconn)"
                + " AND EXISTS (SELECT FROM pg_database d JOIN pg_roles r ON r.oid = d.datdba"
                + " WHERE d.datallowconn AND NOT d.datistemplate AND NOT r.rolsuper)");
    }

    /**
     * Rewrites the tables of {@code template1}, which is closed to other roles, and switches to a new WAL segment.
     *
     * @return the name of the segment that will have the checkpoint of the shutdown
     */
    String compact() throws SQLException {
        this.session.execute("REVOKE CONNECT ON DATABASE " + ServerLaunch.MAINTENANCE + " FROM PUBLIC");
        this.session.execute("VACUUM FULL");
        this.session.execute("CHECKPOINT");
        this.session.execute("SELECT pg_switch_wal()");
        // Now the position is inside the new segment and no longer on its edge, where the name is that of the old one.
        this.session.execute("CHECKPOINT");
        return this.session
                .query("SELECT pg_walfile_name(pg_current_wal_insert_lsn())")
                .get(0);
    }

    /** Rewrites the tables of another database, before it is copied. */
    public static void compact(PostgresServer server, String database) throws SQLException {
        try (MaintenanceSession inside = new MaintenanceSession(() -> server.connect(database), TimeSource.system())) {
            inside.execute("VACUUM FULL");
        }
    }
}
