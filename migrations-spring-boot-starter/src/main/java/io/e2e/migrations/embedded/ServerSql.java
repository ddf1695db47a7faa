package io.e2e.migrations.embedded;

import io.e2e.migrations.config.Secret;
import io.e2e.migrations.embedded.cluster.ClusterSpec;
import io.e2e.migrations.embedded.process.EmbeddedDatabaseException;
import io.e2e.migrations.embedded.process.PostgresServer;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.util.PasswordUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the superuser does for a server's users. One thread at a time.
 *
 * @param superuser the superuser's session, which stays open
 * @param major PostgreSQL's major version
 */
record ServerSql(Connection superuser, int major) {

    private static final Logger LOG = LoggerFactory.getLogger(ServerSql.class);

    static ServerSql on(PostgresServer server) {
        return new ServerSql(server.session(), server.major());
    }

    /**
     * No superuser, no right to create roles or databases: what it may do, it may as the owner of its databases. Only a
     * reset of data is given a right more, to put rows back without firing triggers; PostgreSQL can grant it since 15.
     */
    void createRole(String name, Secret password) {
        run("create the role " + name + " (e2e.migrations.postgres-user)", quoting -> {
            String role = quoting.escapeIdentifier(name);
            String create = "CREATE ROLE " + role + " LOGIN PASSWORD '" + verifier(password) + "'";
            return this.major >= 15 ? create + "; GRANT SET ON PARAMETER session_replication_role TO " + role : create;
        });
    }

    void changePassword(String role, Secret password) {
        run(
                "change the password of the role " + role,
                quoting -> "ALTER ROLE " + quoting.escapeIdentifier(role) + " PASSWORD '" + verifier(password) + "'");
    }

    /** What the server stores of a password, so that no statement contains the password itself. */
    private static String verifier(Secret password) {
        byte[] salt = new byte[16];
        new SecureRandom().nextBytes(salt);
        return PasswordUtil.encodeScramSha256(password.value().toCharArray(), ClusterSpec.SCRAM_ITERATIONS, salt);
    }

    /**
     * Makes a database. Copying the files costs less than writing them to the log as long as nothing is synced; before
     * PostgreSQL 15 there is no choice.
     *
     * @param template what to copy; {@code null} for an empty one
     */
    void createDatabase(String name, String owner, @Nullable String template) {
        String strategy = this.major >= 15 ? " STRATEGY file_copy" : "";
        run(
                "create the database " + name + " (e2e.migrations.postgres-db)",
                quoting -> "CREATE DATABASE "
                        + quoting.escapeIdentifier(name) + " OWNER " + quoting.escapeIdentifier(owner)
                        + (template == null ? "" : " TEMPLATE " + quoting.escapeIdentifier(template)) + strategy);
    }

    /** Turns a filled database into a template: nobody can enter any more, nobody is left in it, then the name. */
    void seal(String draft, String template) {
        run(
                "close the template",
                quoting -> "ALTER DATABASE " + quoting.escapeIdentifier(draft) + " ALLOW_CONNECTIONS false");
        run(
                "end the sessions in the template",
                quoting -> "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity" + " WHERE datname = '"
                        + quoting.escapeLiteral(draft) + "'");
        run(
                "name the template",
                quoting -> "ALTER DATABASE " + quoting.escapeIdentifier(draft) + " RENAME TO "
                        + quoting.escapeIdentifier(template));
    }

    /** Whether a session is in this database, ended ones included until their process is gone. */
    boolean isInUse(String database) throws SQLException {
        try (PreparedStatement statement =
                this.superuser.prepareStatement("SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = ?)")) {
            statement.setString(1, database);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() && rows.getBoolean(1);
            }
        }
    }

    /** Drops a database. Failing is no error: it goes with the server at last. */
    void drop(String database) {
        try {
            run(
                    "drop " + database,
                    quoting -> "DROP DATABASE IF EXISTS " + quoting.escapeIdentifier(database) + " WITH (FORCE)");
        } catch (EmbeddedDatabaseException ex) {
            LOG.debug("{} stays until the server ends", database, ex);
        }
    }

    private void run(String action, Statements statements) {
        Connection session = this.superuser;
        try (Statement statement = session.createStatement()) {
            statement.execute(statements.with(session.unwrap(PGConnection.class)));
        } catch (SQLException ex) {
            throw new EmbeddedDatabaseException(action, ex);
        }
    }

    /** SQL that needs the connection's quoting. */
    private interface Statements {

        String with(PGConnection quoting) throws SQLException;
    }
}
