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
 * Makes a new cluster small before it is stored, because every run copies it: of initdb's three databases only
 * {@code template1} stays, and tables are written anew without gaps and without the maps that grow again by themselves.
 *
 * @param server the cluster's server, with nobody else on it
 */
public record ClusterCompaction(PostgresServer server) {

    /** Frees the names, too: a test may call its database {@code postgres}. */
    public void dropWhatNobodyUses() throws SQLException {
        execute(this.server.session(), "UPDATE pg_database SET datistemplate = false WHERE datname = 'template0'");
        execute(this.server.session(), "DROP DATABASE template0");
        execute(this.server.session(), "DROP DATABASE postgres");
    }

    /**
     * Rewrites all tables and moves on to a fresh WAL segment.
     *
     * @return the name of the segment which will have the shutdown's checkpoint
     */
    public String compact() throws SQLException {
        Connection session = this.server.session();
        execute(session, "VACUUM FULL");
        for (String database : otherDatabases(session)) {
            compact(database);
        }
        execute(session, "CHECKPOINT");
        execute(session, "SELECT pg_switch_wal()");
        // After this one the position is inside the new segment and no longer on its edge, where the name is another's.
        execute(session, "CHECKPOINT");
        return query(session, "SELECT pg_walfile_name(pg_current_wal_insert_lsn())")
                .get(0);
    }

    /** Templates refuse connections, even the superuser's, and do so again afterwards. */
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
