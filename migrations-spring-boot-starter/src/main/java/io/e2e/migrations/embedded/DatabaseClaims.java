package io.e2e.migrations.embedded;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which JVM made which database of a shared server: a table in the superuser's database. A comment on the database would
 * be its owner's to change.
 *
 * @param session the superuser's, in that database
 */
record DatabaseClaims(Connection session) {

    /** Makes the table. */
    void create() throws SQLException {
        try (Statement statement = this.session.createStatement()) {
            statement.execute("CREATE TABLE claims"
                    + " (database oid PRIMARY KEY, lease text NOT NULL, kept boolean NOT NULL DEFAULT false)");
        }
    }

    /** Notes that the JVM with this lease made this database. */
    void add(String database, String lease) throws SQLException {
        try (PreparedStatement statement = this.session.prepareStatement(
                "INSERT INTO claims SELECT oid, ? FROM pg_database WHERE datname = ? ON CONFLICT DO NOTHING")) {
            statement.setString(1, lease);
            statement.setString(2, database);
            statement.execute();
        }
    }

    /** Notes that this database, which has been added, is not to be dropped. */
    void keep(String database) throws SQLException {
        try (PreparedStatement statement = this.session.prepareStatement(
                "UPDATE claims SET kept = true WHERE database = (SELECT oid FROM pg_database WHERE datname = ?)")) {
            statement.setString(1, database);
            statement.execute();
        }
    }

    /**
     * The databases that nobody is connected to, but for those that are kept, templates and the superuser's. A database is
     * as old as its file {@code PG_VERSION}, which nothing writes again.
     */
    List<Claim> idle() throws SQLException {
        String sql = """
                SELECT d.datname, c.lease, extract(epoch FROM clock_timestamp()
                    - (pg_stat_file('base/' || d.oid || '/PG_VERSION', true)).modification)
                FROM pg_database d LEFT JOIN claims c ON c.database = d.oid
                WHERE NOT coalesce(c.kept, false) AND d.datname <> 'template1' AND d.datname NOT LIKE 'e2e\\_migrations\\_%'
                AND NOT EXISTS (SELECT FROM pg_stat_activity a WHERE a.datid = d.oid)""";
        try (Statement statement = this.session.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<Claim> claims = new ArrayList<>();
            while (rows.next()) {
                claims.add(new Claim(rows.getString(1), rows.getString(2), Duration.ofSeconds(rows.getLong(3))));
            }
            return claims;
        }
    }

    /**
     * A database and who made it.
     *
     * @param database its name
     * @param lease its maker's; {@code null} if he was killed before he could note it, or is about to
     * @param age how long ago it was made
     */
    record Claim(String database, @Nullable String lease, Duration age) {}
}
