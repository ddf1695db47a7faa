package io.e2e.migrations.embedded.cluster;

import io.e2e.migrations.embedded.process.PostgresServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.PGConnection;

/**
 * Makes a new cluster small before it is stored, because every run copies it: of the three databases of initdb only
 * {@code template1} stays, and tables are rewritten without gaps and without the maps that PostgreSQL makes again.
 */
final class ClusterCompaction {

    private final PostgresServer server;

    /** Compacts the cluster of a server that has no other sessions. */
    ClusterCompaction(PostgresServer server) {
        this.server = server;
    }

    /** Frees the names, too: a test may call its own database {@code postgres}. */
    void dropUnusedDatabases() throws SQLException {
        execute(this.server.session(), "UPDATE pg_database SET datistemplate = false WHERE datname = 'template0'");
        execute(this.server.session(), "DROP DATABASE template0");
        execute(this.server.session(), "DROP DATABASE postgres");
    }

    /**
     * Rewrites all tables and switches to a new WAL segment.
     *
     * @return the name of the segment that will have the checkpoint of the shutdown
     */
    String compact() throws SQLException {
        Connection session = this.server.session();
        execute(session, "VACUUM FULL");
        for (String database : otherDatabases(session)) {
            compact(database);
        }
        execute(session, "CHECKPOINT");
        execute(session, "SELECT pg_switch_wal()");
        // Now the position is inside the new segment and no longer on its edge, where the name is that of the old one.
        execute(session, "CHECKPOINT");
        return query(session, "SELECT pg_walfile_name(pg_current_wal_insert_lsn())")
                .get(0);
    }

    /** Templates refuse connections, even those of the superuser, and do so again afterwards. */
    private void compact(String database) throws SQLException {
        Connection session = this.server.session();
        String name = session.unwrap(PGConnection.class).escapeIdentifier(database);
        execute(session, "ALTER DATABASE " + name + " ALLOW_CONNECTIONS true");
        try (Connection inside = this.server.connect(database)) {
            execute(inside, "VACUUM FULL");
        }
        execute(session, "ALTER DATABASE " + name + " ALLOW_CONNECTIONS false");
    }

    private static List<String> otherDatabases(Connection session) throws SQLException {
        return query(session, "SELECT datname FROM pg_database WHERE datname <> current_database()");
    }

    private static List<String> query(Connection session, String sql) throws SQLException {
        try (Statement statement = session.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }

    private static void execute(Connection session, String sql) throws SQLException {
        try (Statement statement = session.createStatement()) {
            statement.execute(sql);
        }
    }
}
