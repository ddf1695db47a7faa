package io.e2e.migrations.provision;

import io.e2e.migrations.time.TimeSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;

/**
 * What the way of copying depends on.
 *
 * @param version {@code server_version_num}, such as 180006
 * @param fsync whether the server writes durably
 * @param now its clock
 * @param readAt when it was read, by {@link TimeSource#elapsed}
 */
record ServerFacts(int version, boolean fsync, Instant now, Duration readAt) {

    private static final int FIRST_WITH_STRATEGY = 150000;

    /**
     * Above this size, copying files costs less than writing their pages to the log, although with fsync it costs two
     * checkpoints (PostgreSQL manual, "CREATE DATABASE", STRATEGY).
     */
    private static final long LARGE = 200L << 20;

    private static final String QUESTION = """
            SELECT pg_catalog.current_setting('server_version_num')::int, pg_catalog.current_setting('fsync')::boolean,
                   extract(epoch FROM pg_catalog.clock_timestamp()), r.rolcreatedb OR r.rolsuper, r.rolname,
                   pg_catalog.pg_backend_pid()
              FROM pg_catalog.pg_roles r WHERE r.rolname = current_user""";

    /**
     * Asks a new connection.
     *
     * @param base the configured database, in a line
     * @throws PoolerException if a pooler serves the connection
     * @throws CreateDatabaseDeniedException if the role lacks the right
     */
    static ServerFacts read(Connection connection, String server, String base, TimeSource time) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(QUESTION)) {
            if (!row.next()) {
                throw new SQLException("pg_roles does not know the current user");
            }
            PoolerException.check(connection, row.getInt(6), base);
            if (!row.getBoolean(4)) {
                String role = row.getString(5);
                throw new CreateDatabaseDeniedException(role, server);
            }
            Instant now = Instant.ofEpochMilli((long) (row.getDouble(3) * 1000));
            return new ServerFacts(row.getInt(1), row.getBoolean(2), now, time.elapsed());
        }
    }

    /**
     * The clause that says how to copy, which PostgreSQL knows since 15; empty before.
     *
     * @param size of the database to be copied, in bytes
     */
    String strategy(long size) {
        if (this.version < FIRST_WITH_STRATEGY) {
            return "";
        }
        return !this.fsync || size > LARGE ? " STRATEGY file_copy" : " STRATEGY wal_log";
    }
}
