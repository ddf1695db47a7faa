package io.e2e.migrations.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drops what JVMs that are gone left on a shared server. A database goes when the JVM that made it has left, or was
 * killed some minutes ago; never one that somebody is connected to. One JVM at a time reaps.
 *
 * @param root the server's directory
 * @param killed how old the database of a killed JVM must be: programs that its tests had started may still want it
 */
record Reaper(Path root, Duration killed) {

    private static final Logger LOG = LoggerFactory.getLogger(Reaper.class);

    /** The usual age: longer than anybody takes to connect again. */
    static Reaper usual(Path root) {
        return new Reaper(root, Duration.ofMinutes(5));
    }

    /** Reaps with this session of the superuser. */
    void run(Connection session) throws SQLException, IOException {
        if (!isFirst(session)) {
            return;
        }
        for (DatabaseClaims.Claim claim : new DatabaseClaims(session).idle()) {
            if (isDue(claim)) {
                drop(session, claim.database());
            }
        }
    }

    /** The lock goes with the session. */
    private static boolean isFirst(Connection session) throws SQLException {
        try (PreparedStatement statement =
                        session.prepareStatement("SELECT pg_try_advisory_lock(hashtextextended('reaper', 0))");
                ResultSet rows = statement.executeQuery()) {
            return rows.next() && rows.getBoolean(1);
        }
    }

    private boolean isDue(DatabaseClaims.Claim claim) throws IOException {
        boolean old = claim.age().compareTo(this.killed) >= 0;
        Optional<String> lease = Optional.ofNullable(claim.lease());
        if (lease.isEmpty()) {
            return old;
        }
        return switch (LeaseFile.state(this.root, lease.get(), ServerDirectory.ownPrefix())) {
            case USED -> false;
            case ABANDONED -> old;
            case RETURNED -> true;
        };
    }

    /** Without FORCE: whoever has connected meanwhile stays. */
    private static void drop(Connection session, String database) throws SQLException {
        LOG.debug("Dropping {}, whose JVM is gone", database);
        try (Statement statement = session.createStatement()) {
            String name = session.unwrap(PGConnection.class).escapeIdentifier(database);
            statement.execute("DROP DATABASE IF EXISTS " + name);
        } catch (SQLException ex) {
            LOG.debug("{} stays for now", database, ex);
        }
    }
}
