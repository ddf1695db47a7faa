package io.e2e.migrations.template;

import io.e2e.migrations.session.Sql;
import io.e2e.migrations.session.SqlStates;
import io.e2e.migrations.time.Deadline;
import io.e2e.migrations.time.TimeSource;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The session from which one process creates and drops its databases. Its application name tells others that the
 * process lives, so it stays open as long as there are databases. Made anew when it breaks. Thread-safe: one statement at
 * a time.
 */
final class Administration implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Administration.class);

    /** Followed by the owner, the session's name in pg_stat_activity. */
    static final String APPLICATION = "e2e-migrations owner ";

    /** SQLSTATE 55006, object_in_use: somebody is in the database that is to be copied, renamed or dropped. */
    static final String OBJECT_IN_USE = "55006";

    /** 3D000, invalid_catalog_name; 42501, insufficient_privilege; 28000, invalid_authorization (pg_hba.conf). */
    private static final Set<String> NO_ENTRY = Set.of("3D000", SqlStates.INSUFFICIENT_PRIVILEGE, "28000");

    private static final Duration IN_USE_LIMIT = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(5);

    private final Login login;
    private final String maintenance;
    private final TimeSource time;
    private final String owner = HexFormat.of().toHexDigits(new SecureRandom().nextInt());
    private final DatabaseNames names = new DatabaseNames(this.owner);
    private @Nullable Connection session;
    private @Nullable ServerFacts facts;
    private Duration clockAhead = Duration.ZERO;

    Administration(Login login, String maintenance, TimeSource time) {
        this.login = login;
        this.maintenance = maintenance;
        this.time = time;
    }

    /** Another session of the same kind. */
    Administration another() {
        return new Administration(this.login, this.maintenance, this.time);
    }

    String owner() {
        return this.owner;
    }

    TimeSource time() {
        return this.time;
    }

    Login login() {
        return this.login;
    }

    /** Where it is, for messages. */
    String server() {
        return this.login.address().host() + ":" + this.login.address().port();
    }

    String newName() {
        return this.names.next(serverNow());
    }

    /** The present moment by the server's clock. */
    synchronized Instant serverNow() {
        return this.time.now().plus(this.clockAhead);
    }

    synchronized ServerFacts facts() throws SQLException {
        session();
        if (this.facts == null) {
            throw new IllegalStateException("a session knows its server");
        }
        return this.facts;
    }

    /** Runs one statement. */
    synchronized void execute(String sql) throws SQLException {
        try (Statement statement = session().createStatement()) {
            statement.execute(sql);
        } catch (SQLException ex) {
            throw forgetIfLost(ex);
        }
    }

    /** Runs one statement again and again while somebody is still in the database that it is about. */
    void executeWhenFree(String sql) throws SQLException {
        Deadline deadline = Deadline.in(IN_USE_LIMIT, this.time);
        while (true) {
            try {
                execute(sql);
                return;
            } catch (SQLException ex) {
                if (!OBJECT_IN_USE.equals(ex.getSQLState()) || deadline.isOver()) {
                    throw ex;
                }
                deadline.pause(POLL);
            }
        }
    }

    /** The first column of the first row; {@code null} if there is no row. */
    synchronized @Nullable String query(String sql) throws SQLException {
        try (Statement statement = session().createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getString(1) : null;
        } catch (SQLException ex) {
            throw forgetIfLost(ex);
        }
    }

    /** Waits until nobody is in a database, or for this long. Whether somebody is. */
    boolean isStillInUse(String database, Duration patience) throws SQLException {
        String sql = "SELECT pid FROM pg_stat_activity WHERE datname = " + Sql.literal(database);
        Deadline deadline = Deadline.in(patience, this.time);
        while (query(sql) != null) {
            if (deadline.isOver()) {
                return true;
            }
            deadline.pause(POLL);
        }
        return false;
    }

    /** Lets nobody into a database any more, and ends the sessions of our role that are in it. */
    void close(String database) throws SQLException {
        execute("ALTER DATABASE " + Sql.identifier(database) + " ALLOW_CONNECTIONS false");
        execute("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = " + Sql.literal(database)
                + " AND pg_has_role(usesysid, 'MEMBER')");
    }

    private Connection session() throws SQLException {
        if (this.session == null) {
            Connection connection = enter();
            this.facts = ServerFacts.read(connection, server());
            this.clockAhead = Duration.between(this.time.now(), this.facts.now());
            this.session = connection;
        }
        return this.session;
    }

    private Connection enter() throws SQLException {
        try {
            return this.login.connect(this.maintenance, APPLICATION + this.owner);
        } catch (SQLException ex) {
            if (!NO_ENTRY.contains(SqlStates.of(ex))) {
                throw ex;
            }
            return this.login.connect(this.login.address().database(), APPLICATION + this.owner);
        }
    }

    private SQLException forgetIfLost(SQLException ex) {
        if (SqlStates.isConnectionLost(ex)) {
            this.session = null;
        }
        return ex;
    }

    @Override
    public synchronized void close() {
        Connection closing = this.session;
        this.session = null;
        if (closing == null) {
            return;
        }
        try {
            closing.close();
        } catch (SQLException ex) {
            LOG.debug("The session on {} was broken", server(), ex);
        }
    }
}
