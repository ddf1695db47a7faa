package io.e2e.migrations.provision;

import io.e2e.migrations.config.MigrationException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.PGConnection;

/**
 * A pooler between the driver and the server may give each transaction another session of the server, such as PgBouncer with
 * {@code pool_mode=transaction}. A lock, a setting or a temporary object of ours would then be another client's. Nothing was
 * changed.
 */
public final class PoolerException extends MigrationException {

    private PoolerException(String target, String remedy) {
        super(
                target
                        + " is reached through a connection pooler (such as PgBouncer, Odyssey, pgcat, Supavisor or RDS Proxy),"
                        + " which may run each transaction in another session of the server. The lock and the settings of a"
                        + " run would reach other clients. Nothing was changed.",
                remedy + " A pooler in session mode is refused too, because it looks the same to a client.",
                null);
    }

    /**
     * Refuses a connection that a pooler serves. At login, a server names the process that serves the session, so that the
     * session can be canceled (PostgreSQL manual, "Frontend/Backend Protocol", BackendKeyData). A pooler names a number of
     * its own, because it can only know later which session it will cancel. One query is sent, which changes nothing.
     *
     * @param target the database, in a line
     * @throws PoolerException if the server's process is not the one that was named at login
     * @throws SQLException the driver's own error
     */
    public static void check(Connection connection, String target) throws SQLException {
        if (connection.isWrapperFor(PGConnection.class)) {
            check(connection, process(connection), target);
        }
    }

    /** Refuses a pooler, given the number of the server process that another query has read. */
    static void check(Connection connection, int process, String target) throws SQLException {
        if (isPooled(connection, process)) {
            throw new PoolerException(
                    target,
                    "Use the server's own host and port in place of the pooler's, in spring.datasource.url of the tests or for"
                            + " the migrations.");
        }
    }

    /** Refuses a pooler whose pods a service in Kubernetes selects. */
    public static void checkService(Connection connection, String service) throws SQLException {
        if (isPooled(connection, process(connection))) {
            throw new PoolerException(
                    service, "Name the service of PostgreSQL itself in e2e.migrations.postgres-service.");
        }
    }

    private static boolean isPooled(Connection connection, int process) throws SQLException {
        return connection.isWrapperFor(PGConnection.class)
                && connection.unwrap(PGConnection.class).getBackendPID() != process;
    }

    private static int process(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_catalog.pg_backend_pid()")) {
            row.next();
            return row.getInt(1);
        }
    }
}
