package io.e2e.migrations.datasource;

import io.e2e.migrations.session.RoundTrip;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;

/** What the first message asks the server, so that looking at where a connection leads takes no message of its own. */
final class FirstQuestion {

    /** Set in a session that was looked at by messages of their own. */
    private static final String CHECKED = "e2e_migrations.checked";

    /** What {@link io.e2e.migrations.network.Destination#isPrivate} is, as far as a server's own address can be it. */
    private static final String PRIVATE =
            "'{127.0.0.0/8,10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,169.254.0.0/16,::1,fc00::/7,fe80::/10,fec0::/10}'";

    private FirstQuestion() {}

    /**
     * A query that divides by zero unless the connection leads to the process that the server named at login, and to an
     * address that cannot be reached from the internet. In a doubt it fails too.
     *
     * @param asksAddress whether the server's own address counts
     * @see io.e2e.migrations.provision.PoolerException
     */
    static String sql(Connection connection, boolean asksAddress) throws SQLException {
        String process = connection.isWrapperFor(PGConnection.class)
                ? "pg_catalog.pg_backend_pid() = "
                        + connection.unwrap(PGConnection.class).getBackendPID()
                : "true";
        String address = asksAddress
                ? " AND coalesce(pg_catalog.inet_server_addr() <<= ANY (" + PRIVATE + "::pg_catalog.inet[]), true)"
                : "";
        return "SELECT 1 / CASE WHEN pg_catalog.current_setting('" + CHECKED + "', true) = 'on' OR " + process + address
                + " THEN 1 ELSE 0 END";
    }

    /** Answers the question for the rest of the session. */
    static void answer(Connection connection) throws SQLException {
        new RoundTrip()
                .add("SELECT pg_catalog.set_config('" + CHECKED + "', 'on', false)")
                .run(connection);
    }
}
